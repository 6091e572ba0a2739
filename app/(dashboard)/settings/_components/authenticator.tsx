'use client'
import { useState } from 'react'
import { Button } from '@/app/_components/ui/button'
import { Chip } from '@/app/_components/ui/chip'
import { plural } from '@/app/_format/text'
import type { AccountView } from '@/lib/contracts/account'
import { AuthenticatorCode } from './authenticator-code'
import { AuthenticatorSetup } from './authenticator-setup'
import { RecoveryCodes } from './recovery-codes'
import { Setting } from './setting'

type Step = { at: 'rest' } | { at: 'setup' | 'renew' | 'remove' } | { at: 'codes'; codes: string[] }

const FEW_CODES = 3

const words = ({ secondFactor }: AccountView): string => {
  if (secondFactor.enrolledAt === null)
    return 'A code from your phone besides the password: for signing in, withdrawing and raising limits. Whoever learns the password alone gets nowhere.'
  const left = secondFactor.recoveryCodesLeft
  const since = secondFactor.enrolledAt.slice(0, 10)
  return `Asked for since ${since} when you sign in, withdraw or raise limits. ${plural(left, 'recovery code')} left${left <= FEW_CODES ? '; make new ones before they run out' : ''}.`
}

export const Authenticator = ({ account }: { account: AccountView }) => {
  const [step, setStep] = useState<Step>({ at: 'rest' })
  const on = account.secondFactor.enrolledAt !== null
  const rest = () => setStep({ at: 'rest' })
  const showCodes = (codes: string[]) => setStep({ at: 'codes', codes })
  return (
    <Setting
      title="Authenticator app"
      state={<Chip tone={on ? 'ok' : 'quiet'}>{on ? 'On' : 'Off'}</Chip>}
      text={words(account)}
      action={
        step.at === 'rest' &&
        (on ? (
          <>
            <Button onClick={() => setStep({ at: 'renew' })}>New recovery codes</Button>
            <Button onClick={() => setStep({ at: 'remove' })}>Remove</Button>
          </>
        ) : (
          <Button tone="primary" onClick={() => setStep({ at: 'setup' })}>
            Set up
          </Button>
        ))
      }
    >
      {step.at === 'setup' && <AuthenticatorSetup account={account} onDone={showCodes} onLeave={rest} />}
      {(step.at === 'renew' || step.at === 'remove') && (
        <AuthenticatorCode what={step.at} onRenewed={showCodes} onLeave={rest} />
      )}
      {step.at === 'codes' && <RecoveryCodes codes={step.codes} onDone={rest} />}
    </Setting>
  )
}
