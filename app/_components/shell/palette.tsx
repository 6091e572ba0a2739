'use client'
import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Dialog } from 'radix-ui'
import { type KeyboardEvent, useState } from 'react'
import { Kbd } from '@/app/_components/ui/kbd'
import { useStore } from '@/app/_live/external-store'
import { PaletteRow } from './palette-row'
import { paletteOpen } from './palette-state'
import { usePaletteItems } from './use-palette-items'
import styles from './palette.module.css'

const PaletteBody = () => {
  const router = useRouter()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const { items, searching } = usePaletteItems(text)
  const at = Math.min(chosen, Math.max(0, items.length - 1))

  const go = (path: string | undefined) => {
    if (path === undefined) return
    paletteOpen.set(false)
    router.push(path)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && items.length > 0) {
      event.preventDefault()
      setChosen((at + step + items.length) % items.length)
    }
    if (event.key === 'Enter') go(items[at]?.path)
  }

  return (
    <>
      <div className={styles.field}>
        <Search aria-hidden="true" />
        <input
          role="combobox"
          aria-label="Find a token or page"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={items[at] ? `palette-${items[at].path}` : undefined}
          placeholder="Paste a mint, link or $SYMBOL"
          value={text}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setText(event.target.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
        />
        <Kbd>Esc</Kbd>
      </div>
      <div className={styles.list} role="listbox" id="palette-list" aria-label="Results">
        {items.map((item, index) => (
          <PaletteRow key={item.path} item={item} on={index === at} onChoose={() => go(item.path)} />
        ))}
        {items.length === 0 && (
          <p className={styles.none}>
            {searching
              ? 'Searching'
              : 'Nothing found. Paste a mint, or type a symbol, a page or an act such as freeze.'}
          </p>
        )}
      </div>
      <div className={styles.foot}>
        <span>Enter opens</span>
        <span>Sends nothing by itself</span>
      </div>
    </>
  )
}

export const Palette = () => {
  const open = useStore(paletteOpen)
  return (
    <Dialog.Root open={open} onOpenChange={paletteOpen.set}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.shade} />
        <Dialog.Content className={styles.dialog} aria-describedby={undefined}>
          <Dialog.Title className={styles.title}>Find a token or page</Dialog.Title>
          <PaletteBody />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
