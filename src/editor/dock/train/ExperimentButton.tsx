import { Rows3 } from 'lucide-react'
import { usualDims } from '../../../formats/experiment/rows.ts'
import { perform } from '../../actions/action.ts'
import { actionOf } from '../../actions/allActions.ts'
import { Button } from '../../ui/Button.tsx'
import linear from './Linear.module.css'
import styles from './Train.module.css'

/** Opens the window that trains the network at several code sizes; an icon alone where there is little room. */
export function ExperimentButton({ isIcon = false }: { readonly isIcon?: boolean }) {
  const sizes = `Trains the network at several code sizes, such as ${usualDims.join(', ')}, each beside PCA`
  const open = () => perform(actionOf('experiment'))
  const icon = <Rows3 size={isIcon ? 14 : 13} aria-hidden />
  return isIcon ? (
    <Button look="outline" icon={icon} aria-label="Code sizes" hint={sizes} onClick={open} />
  ) : (
    <Button size="dense" className={linear.sizes} icon={icon} hint={sizes} onClick={open}>
      <span className={styles.word}>Code sizes…</span>
    </Button>
  )
}
