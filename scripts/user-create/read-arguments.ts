import { StepFailure } from '../console/step-failure'

export interface Arguments {
  email: string
  displayName: string
  isAdmin: boolean
  /** Make a password and print it, instead of asking for one. */
  generate: boolean
}

const USAGE =
  'npm run user:create -- you@example.com [--name "Your Name"] [--admin] [--generate]; the password is asked for, or read from standard input'

/** Never the password: whoever lists the processes of the machine would see it. */
export const readArguments = (argv: readonly string[]): Arguments => {
  const faults: string[] = []
  const words: string[] = []
  let name: string | undefined
  let [isAdmin, generate] = [false, false]
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at]!
    if (word === '--admin') isAdmin = true
    else if (word === '--generate') generate = true
    else if (word === '--name') {
      name = argv[(at += 1)]?.trim()
      if (!name) faults.push('--name needs a name')
    } else if (word.startsWith('-')) faults.push(`${word} is not known`)
    else words.push(word)
  }
  const [email] = words
  if (words.length !== 1) faults.push('exactly one e-mail address is needed')
  else if (!/^[^\s@]+@[^\s@]+\.?[^\s@]+$/.test(email!) || email!.length > 254)
    faults.push(`${email} is not an e-mail address`)
  if (faults.length > 0) throw new StepFailure('No account was made', USAGE, faults)
  return { email: email!, displayName: name ?? email!.split('@')[0]!, isAdmin, generate }
}
