'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { queryKeys } from '@/app/_api/query-keys'
import { reclaimableQuery, sendReclaim, transferQuery } from '@/app/_api/reclaim-calls'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { RowsSkeleton } from '@/app/_components/ui/rows-skeleton'
import { isOperationTerminal } from '@/lib/domain/wallets/operation-status'
import { ReclaimForm } from './reclaim-form'
import { Setting } from './setting'
import form from '@/app/_components/ui/form.module.css'

export const Reclaim = () => {
  const cache = useQueryClient()
  const list = useQuery(reclaimableQuery)
  const [startedId, setStartedId] = useState<string | null>(null)
  const { data: started } = useQuery(transferQuery(startedId))
  const send = useMutation({
    mutationFn: sendReclaim,
    onSuccess: (operation) => {
      cache.setQueryData(queryKeys.transfer(operation.id), operation)
      setStartedId(operation.id)
    },
  })
  const ended = started !== undefined && isOperationTerminal(started.status)
  useEffect(() => {
    if (ended) void cache.invalidateQueries({ queryKey: queryKeys.reclaimable })
  }, [cache, ended])
  const accounts = list.data?.accounts
  return (
    <Setting
      title="Rent and dust"
      text="Each token account of your trading wallet holds rent in SOL. Accounts that no position or order uses can be closed, and the rent comes back. The next buy of that token opens one again."
    >
      {list.isPending && <RowsSkeleton label="Looking at your token accounts" rows={2} />}
      {list.error && !accounts && (
        <ErrorNotice
          what="Your token accounts could not be read"
          still="Nothing was closed."
          error={list.error}
          onRetry={() => void list.refetch()}
        />
      )}
      {started && (
        <p role="status" className={form.note}>
          {started.detail}
        </p>
      )}
      {send.error && (
        <p role="alert" className={form.error}>
          {send.error.message}
        </p>
      )}
      {accounts?.length === 0 && <p className={form.note}>Nothing to bring back: every account is in use.</p>}
      {accounts && accounts.length > 0 && (!started || ended) && (
        <ReclaimForm
          key={accounts.map((account) => account.account).join()}
          accounts={accounts}
          most={list.data!.maxAccounts}
          busy={send.isPending}
          onClose={(intent) => send.mutate(intent)}
        />
      )}
    </Setting>
  )
}
