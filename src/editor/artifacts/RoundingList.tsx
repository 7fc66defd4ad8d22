import { Check } from 'lucide-react'
import { outputSide } from '../../analyze/axis.ts'
import { countsWords } from '../../analyze/check.ts'
import { endsOf } from '../../analyze/overlap.ts'
import type { Rounding } from '../../analyze/rounding.ts'
import { sidesOf } from '../../analyze/window.ts'
import { type Inference, inferenceOf } from '../../infer/inference.ts'
import { useEditor } from '../store/editorStore.ts'
import { useInference } from '../store/useDocument.ts'
import styles from './Artifacts.module.css'
import { useArtifacts } from './artifactsStore.ts'
import own from './RoundingList.module.css'

const names = ['height', 'width'] as const

/** Which sizes strides cannot tell apart, what they leave unread, and whether the decoder comes back. */
export function RoundingList() {
  const inference = useInference()
  const rounding = useArtifacts(state => state.analysis.rounding)
  const select = useEditor(state => state.select)
  const present = rounding.filter(({ id }) => inferenceOf(inference, id)?.state === 'ready')
  const back = comesBack(inference)
  if (present.length === 0 && !back) return null
  return (
    <section className={styles.block} aria-label="Rounding">
      <h3 className={styles.blockHead}>Rounding</h3>
      <ul className={own.rounding}>
        {present.map(each => (
          <li key={each.id}>
            <button type="button" className={styles.link} onClick={() => select([each.id])}>
              {each.id}
            </button>
            <span>{collapsingWords(inference, each)}</span>
            <span className={each.lost.some(rows => rows > 0) ? styles.uneven : styles.quiet}>
              {lostWords(each)}
            </span>
          </li>
        ))}
        {back && (
          <li>
            <span>{back.part}</span>
            <span>{back.words}</span>
            {back.isSame ? (
              <span className={styles.even}>
                <Check size={13} aria-hidden /> same size
              </span>
            ) : (
              <span className={styles.uneven}>{back.words === '' ? '' : 'another size'}</span>
            )}
          </li>
        )}
      </ul>
    </section>
  )
}

/** "sizes 20 and 21 both give 9; here 20". */
export function collapsingWords(inference: Inference, { id, collapsing }: Rounding): string {
  const node = inferenceOf(inference, id)
  const sides = node && sidesOf(node)
  if (node?.state !== 'ready' || sides?.kind !== 'window') return ''
  const words = ([0, 1] as const).map(axis => {
    const [least, most] = collapsing[axis]
    const here = node.site.inputs[0]![axis + 1]!
    const out = outputSide(sides.axes[axis], here)
    const sizes =
      least === most
        ? `size ${least} alone gives`
        : most === least + 1
          ? `sizes ${least} and ${most} both give`
          : `sizes ${least} to ${most} all give`
    return `${sizes} ${out}; here ${here}`
  })
  return words[0] === words[1] ? words[0]! : words.map((word, axis) => `${names[axis]}: ${word}`).join('; ')
}

/** "no rows lost", "1 row and 1 column lost; a twin needs outputPadding 1"; lost padding is no loss of the image. */
export function lostWords({ lost, outputPadding }: Rounding): string {
  const some = countsWords(lost, ['row', 'column'])
  const needed = outputPadding.some(more => more > 0)
  const padding = outputPadding[0] === outputPadding[1] ? outputPadding[0] : `[${outputPadding.join(', ')}]`
  return `${some === '' ? 'no rows' : some} lost${needed ? `; a twin needs outputPadding ${padding}` : ''}`
}

/** Whether the output has the Input's size: "comes back to 28 from 28". */
export function comesBack(
  inference: Inference,
): { readonly part: string; readonly words: string; readonly isSame: boolean } | undefined {
  const { input, code, output } = endsOf(inference)
  const shapeAt = (index: number | undefined) => {
    const node = index === undefined ? undefined : inference.nodes[index]
    return node?.state === 'ready' ? node.outputs[0] : undefined
  }
  const [image, back] = [shapeAt(input), shapeAt(output)]
  if (code === undefined || image?.length !== 3 || back?.length !== 3) return undefined
  const size = (shape: readonly number[]) =>
    shape[1] === shape[2] ? `${shape[1]}` : shape.slice(1).join('×')
  const isSame = image[1] === back[1] && image[2] === back[2]
  return {
    part: 'decoder',
    words: `comes back to ${size(back)} from ${size(image)}`,
    isSame,
  }
}
