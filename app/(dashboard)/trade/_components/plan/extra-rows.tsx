import { EXTRA_NUMBERS, type ExtraFields, type ExtraNumber } from './plan-extras'
import { LadderRows } from './ladder-rows'
import { PlanRow } from './plan-row'

type Props = { fields: ExtraFields; onChange: (next: Partial<ExtraFields>) => void }

/** Ladder, trailing stop, break-even and time, the same before a buy and for a held position. */
export const ExtraRows = ({ fields, onChange }: Props) => (
  <>
    <LadderRows steps={fields.ladder} onChange={(ladder) => onChange({ ladder })} />
    {(Object.keys(EXTRA_NUMBERS) as ExtraNumber[]).map((name) => (
      <PlanRow
        key={name}
        {...EXTRA_NUMBERS[name]}
        value={fields[name]}
        onChange={(value) => onChange({ [name]: value })}
      />
    ))}
  </>
)
