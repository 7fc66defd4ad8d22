import { FlipVertical2 } from 'lucide-react'
import { useMemo } from 'react'
import type { MirrorForm } from '../../graph/definition.ts'
import { Block } from '../inspector/Block.tsx'
import { useInference } from '../store/useDocument.ts'
import { Button } from '../ui/Button.tsx'
import styles from './MirrorBlock.module.css'
import { mirrorOf, mirrorSelection } from './mirrorSelection.ts'

interface MirrorBlockProps {
  readonly ids: readonly string[]
  /** True where it stays away when there is no mirror, instead of saying why. */
  readonly isQuiet?: boolean
}

const forms: readonly { readonly form: MirrorForm; readonly title: string }[] = [
  { form: 'transposed', title: 'Transposed twins' },
  { form: 'resize', title: 'Upsample and Conv2d' },
]

/** The decoder of the selected layers, in either form, with what it leads to. */
export function MirrorBlock({ ids, isQuiet = false }: MirrorBlockProps) {
  const inference = useInference()
  const mirrors = useMemo(
    () => forms.map(each => ({ ...each, mirror: mirrorOf(inference, ids, each.form) })),
    [inference, ids],
  )
  const first = mirrors[0]!.mirror
  if (isQuiet && 'refusal' in first) return null
  return (
    <Block title="Mirror as decoder">
      {mirrors.map(({ form, title, mirror }) => (
        <div key={form} className={styles.form}>
          <Button
            look="outline"
            size="dense"
            icon={<FlipVertical2 size={13} aria-hidden />}
            refusal={'refusal' in mirror ? mirror.refusal : undefined}
            onClick={() => mirrorSelection(form)}
          >
            {title}
          </Button>
          {'outcome' in mirror && <small>{mirror.outcome}</small>}
        </div>
      ))}
      {'refusal' in first && <p className={styles.reason}>{first.refusal}</p>}
    </Block>
  )
}
