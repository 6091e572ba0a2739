'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { savePreferences } from '@/app/_api/account-calls'
import { queryKeys } from '@/app/_api/query-keys'
import { Button } from '@/app/_components/ui/button'
import { announce } from '@/app/_live/notices'
import type { PreferencesView } from '@/lib/contracts/preferences'
import { venuePolicies } from '@/lib/domain/execution/rank-bids'
import { Field } from '@/app/_components/ui/field'
import { SelectField } from '@/app/_components/ui/select-field'
import { fieldsOf, type PresetField, type PresetFields, readPresets } from './preset-fields'
import { Setting } from './setting'
import form from '@/app/_components/ui/form.module.css'

const VENUES: Record<PresetFields['venuePolicy'], { label: string; hint: string }> = {
  'best-net': { label: 'The best price', hint: 'Whichever leaves you with most after every cost.' },
  'bags-first': { label: 'bags.fm first', hint: 'Also where another would leave you with more.' },
}

const MEANS: Record<Exclude<PresetField, 'amounts'>, { label: string; hint: string }> = {
  takeProfit: { label: 'Take profit', hint: 'Sell when a sale would bring this much more.' },
  stopLoss: { label: 'Stop-loss', hint: 'Sell when a sale would bring this much less.' },
  slippage: { label: 'Slippage on buys', hint: 'Empty: JARVIS chooses for each trade.' },
}

export const PresetsForm = ({ preferences }: { preferences: PreferencesView }) => {
  const cache = useQueryClient()
  const [fields, setFields] = useState(() => fieldsOf(preferences))
  const read = readPresets(fields)
  const faults = read.ok ? {} : read.faults
  const save = useMutation({
    mutationFn: savePreferences,
    onSuccess: (stored) => {
      cache.setQueryData(queryKeys.preferences, stored)
      setFields(fieldsOf(stored))
      announce('Presets saved.')
    },
  })
  const change = (next: Partial<PresetFields>) => {
    save.reset()
    setFields({ ...fields, ...next })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (read.ok) save.mutate(read.preferences)
  }
  return (
    <Setting
      title="Trading presets"
      text="What the ticket starts with, and what a buy gets where it names nothing else. Positions you hold keep their plan."
    >
      <form className={form.form} onSubmit={submit} noValidate>
        <div className={form.fields}>
          {(['takeProfit', 'stopLoss', 'slippage'] as const).map((name) => (
            <Field
              key={name}
              label={MEANS[name].label}
              unit="%"
              inputMode="decimal"
              autoComplete="off"
              placeholder={name === 'slippage' ? 'auto' : undefined}
              value={fields[name]}
              invalid={faults[name] !== undefined}
              hint={faults[name] ?? MEANS[name].hint}
              onChange={(event) => change({ [name]: event.target.value })}
            />
          ))}
          <SelectField
            label="Venue"
            value={fields.venuePolicy}
            hint={VENUES[fields.venuePolicy].hint}
            onChange={({ target }) =>
              change({ venuePolicy: venuePolicies.find((one) => one === target.value)! })
            }
          >
            {venuePolicies.map((policy) => (
              <option key={policy} value={policy}>
                {VENUES[policy].label}
              </option>
            ))}
          </SelectField>
        </div>
        <fieldset className={form.amounts}>
          <legend>One-click amounts in dollars; keys 1 to 5 choose them on the Trade page</legend>
          <div className={form.fields} data-many>
            {fields.amounts.map((amount, index) => (
              <Field
                key={index}
                label={`Amount ${index + 1}`}
                unit="$"
                inputMode="decimal"
                autoComplete="off"
                placeholder="none"
                value={amount}
                invalid={faults.amounts !== undefined}
                onChange={(event) => change({ amounts: fields.amounts.with(index, event.target.value) })}
              />
            ))}
          </div>
        </fieldset>
        {faults.amounts && <p className={form.error}>{faults.amounts}</p>}
        <div className={form.actions}>
          <Button tone="primary" type="submit" disabled={!read.ok || save.isPending}>
            {save.isPending ? 'Saving' : 'Save presets'}
          </Button>
          {save.isSuccess && (
            <span className={form.done}>
              <Check aria-hidden="true" size={14} />
              Saved
            </span>
          )}
        </div>
        {save.error && (
          <p role="alert" className={form.error}>
            {save.error.message} Your presets are as they were.
          </p>
        )}
      </form>
    </Setting>
  )
}
