import { useMemo, useState } from 'react'
import { registry } from '../../../nodes/index.ts'
import { noticeable } from '../../analyze/risk.ts'
import { type Solution, solveChain, solveSide } from '../../analyze/solver.ts'
import { replaceNode } from '../../commands/index.ts'
import type { Layer } from '../../graph/definition.ts'
import { inferenceOf } from '../../infer/inference.ts'
import { useEditor } from '../store/editorStore.ts'
import { useInference } from '../store/useDocument.ts'
import { Button } from '../ui/Button.tsx'
import { DraftField } from '../ui/DraftField.tsx'
import { plural } from '../ui/numbers.ts'
import styles from './Sizes.module.css'
import { formatUnevenness } from './words.ts'

const longest = 8
const largest = 1024

/** "I have 7, I want 14": the settings that lead there, and whole chains of them, even ones and cheap ones first. */
export function SolverTool({ id }: { id: string | undefined }) {
  const inference = useInference()
  const node = id === undefined ? undefined : inferenceOf(inference, id)
  const side = (shape: readonly number[] | undefined) => (shape?.length === 3 ? shape[1] : undefined)
  const start = side(node?.inputs[0]) ?? 7
  const end = (node?.state === 'ready' ? side(node.outputs[0]) : undefined) ?? 14
  return <Solver key={`${id} ${start} ${end}`} id={id} start={start} end={end} />
}

function Solver({ id, start, end }: { id: string | undefined; start: number; end: number }) {
  const [from, setFrom] = useState(start)
  const [to, setTo] = useState(end)
  const [count, setCount] = useState(1)
  const found = useMemo(
    (): readonly (readonly Solution[])[] =>
      count === 1
        ? solveSide(from, to)
            .slice(0, 6)
            .map(each => [each])
        : solveChain(from, to, count).map(chain => chain.layers),
    [from, to, count],
  )
  return (
    <section aria-label="Find settings">
      <h3 className={styles.heading}>
        Find settings
        <small>for both sides of the image; even overlap first, then what is usual and cheap</small>
      </h3>
      <div className={styles.wish}>
        <Side label="I have" value={from} most={largest} onSet={setFrom} />
        <Side label="I want" value={to} most={largest} onSet={setTo} />
        <Side label="layers" value={count} most={longest} onSet={setCount} />
      </div>
      {found.length === 0 && (
        <p className={styles.none}>
          No {count === 1 ? 'single layer' : `chain of ${count} layers`} with kernels up to 7 and strides up
          to 4 leads from {from} to {to}: {count < longest ? 'try more layers.' : 'try a size in between.'}
        </p>
      )}
      <ul className={styles.solutions}>
        {found.map(chain => (
          <SolutionRow key={chain.map(settingWords).join('|')} id={id} chain={chain} />
        ))}
      </ul>
    </section>
  )
}

interface SideProps {
  readonly label: string
  readonly value: number
  readonly most: number
  readonly onSet: (value: number) => void
}

const Side = ({ label, value, most, onSet }: SideProps) => (
  <span className={styles.field}>
    <span>{label}</span>
    <DraftField
      aria-label={label}
      shown={String(value)}
      read={text =>
        /^[1-9]\d*$/.test(text.trim()) && Number(text) <= most
          ? { value: Number(text) }
          : { expected: `a whole number from 1 to ${most}` }
      }
      commit={next => {
        onSet(next)
        return undefined
      }}
      step={by => Math.min(most, Math.max(1, value + by))}
    />
  </span>
)

/** "ConvTranspose2d k 4 s 2 p 1". */
export function settingWords({
  type,
  kernelSize,
  stride,
  padding,
  dilation,
  outputPadding,
}: Solution): string {
  const more = [dilation > 1 && `d ${dilation}`, outputPadding > 0 && `op ${outputPadding}`].filter(Boolean)
  return [type, `k ${kernelSize}`, `s ${stride}`, `p ${padding}`, ...more].join(' ')
}

function SolutionRow({ id, chain }: { id: string | undefined; chain: readonly Solution[] }) {
  const run = useEditor(state => state.run)
  const select = useEditor(state => state.select)
  const inference = useInference()
  const node = id === undefined ? undefined : inferenceOf(inference, id)
  const worst = Math.max(...chain.map(({ unevenness }) => unevenness))
  const canReplace =
    node !== undefined && ['Conv2d', 'ConvTranspose2d', 'Upsample'].includes(node.definition.type)
  const apply = () => {
    if (id === undefined || !node) return
    const channels = node.params.outChannels ?? node.inputs[0]?.[0] ?? 1
    const layers = chain.map(
      ({ type, kernelSize, stride, padding, dilation, outputPadding }): Layer => ({
        type,
        params: {
          outChannels: channels,
          kernelSize,
          stride,
          padding,
          dilation,
          ...(type === 'ConvTranspose2d' && { outputPadding }),
          ...(node.params.bias === false && { bias: false }),
        },
      }),
    )
    const label = `Give ${id} ${chain.length === 1 ? settingWords(chain[0]!) : plural(chain.length, 'layer')}`
    const { ids, command } = replaceNode(inference.document, registry, id, layers, label)
    if (run(command)) select(ids)
  }
  return (
    <li>
      <span className={styles.chain}>
        {chain.map((each, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a chain may hold the same setting twice.
          <span key={i}>
            <b className="mono">
              {i === 0 && `${each.from} `}→ {each.to}
            </b>{' '}
            {settingWords(each)}
          </span>
        ))}
      </span>
      <span className={worst < noticeable ? styles.even : styles.uneven}>
        {worst < noticeable ? 'even' : `unevenness ${formatUnevenness(worst)}`}
      </span>
      <Button
        look="outline"
        size="dense"
        refusal={
          canReplace ? undefined : 'Select a Conv2d, ConvTranspose2d or Upsample that it should replace.'
        }
        aria-label={`Apply: ${chain.map(settingWords).join(', ')}`}
        onClick={apply}
      >
        Apply
      </Button>
    </li>
  )
}
