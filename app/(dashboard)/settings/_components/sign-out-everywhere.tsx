'use client'
import { useMutation } from '@tanstack/react-query'
import { LogOut } from 'lucide-react'
import { signOut } from 'next-auth/react'
import { useState } from 'react'
import { signOutEverywhere } from '@/app/_api/account-calls'
import { Button } from '@/app/_components/ui/button'
import { Confirm } from '@/app/_components/ui/confirm'
import { Setting } from './setting'
import form from '@/app/_components/ui/form.module.css'

export const SignOutEverywhere = () => {
  const [asking, setAsking] = useState(false)
  const out = useMutation({
    mutationFn: signOutEverywhere,
    onSuccess: () => signOut({ callbackUrl: '/sign-in' }),
  })
  return (
    <Setting
      title="Sign out everywhere"
      text="For a lost phone or a token in the wrong hands. Ends every browser session, API token and live stream of this account within two seconds, this one too."
      action={
        <Button onClick={() => setAsking(true)} disabled={out.isPending || out.isSuccess}>
          <LogOut aria-hidden="true" size={14} />
          {out.isPending || out.isSuccess ? 'Signing out' : 'Sign out everywhere'}
        </Button>
      }
    >
      {out.error && (
        <p role="alert" className={form.error}>
          {out.error.message} Nobody was signed out.
        </p>
      )}
      {asking && (
        <Confirm
          title="Sign out everywhere?"
          onBack={() => setAsking(false)}
          action={
            <Button
              tone="primary"
              onClick={() => {
                setAsking(false)
                out.mutate()
              }}
            >
              Sign out everywhere
            </Button>
          }
        >
          Programs that trade with a token of yours stop until they get a new one. Open positions stay
          guarded: targets and stops still fire. You sign in again on this device.
        </Confirm>
      )}
    </Setting>
  )
}
