import { type Case, runCase } from './exits-case'

process.once('message', (asked: Case) => {
  void runCase(asked).then((result) => process.send!(result, () => process.disconnect()))
})
