import { useMemo, useState } from 'react'
import { registry } from '../../../nodes/index.ts'
import { type LayerSolution, solveChain, solveLayer } from '../../analyze/layerSolver.ts'
import { noticeable } from '../../analyze/risk.ts'
import { replaceNode } from '../../commands/index.ts'
import type { GraphDocument } from '../../graph/document.ts'
import { inferenceOf } from '../../infer/inference.ts'
import { useEditor } from '../store/editorStore.ts'
import { useInference } from '../store/useDocument.ts'
import { Button } from '../ui/Button.tsx'
import { DraftField } from '../ui/DraftField.tsx'
import { plural } from '../ui/numbers.ts'
import styles from './Sizes.module.css'
import { channelsOf, layersOf, readWish, settingWords, type Wish, wishText } from './solverLayers.ts'
import { outcomeOf } from './solverOutcome.ts'
import { formatPair, formatUnevenness } from './words.ts'

const longest = 8

/** "I have 8×1×1, I want 1×28×28": the settings that lead there, and whole chains of them, even ones and cheap ones first. */
export function SolverTool({ id }: { id: string | undefined }) {
  const inference = useInference()
  const node = id === undefined ? undefined : inferenceOf(inference, id)
  const wishOf = (shape: readonly number[] | undefined): Wish | undefined =>
    shape?.length === 3 ? { channels: shape[0]!, sides: [shape[1]!, shape[2]!] } : undefined
  const start = wishOf(node?.inputs[0]) ?? { channels: undefined, sides: [7, 7] }
  const end = wishOf(node?.state === 'ready' ? node.outputs[0] : undefined) ?? {
    channels: start.channels,
    sides: [14, 14],
  }
  const own = `${id} ${wishText(start)} ${wishText(end)}`
  // What was wished for stays there behind an Apply, until the model or the selection changes once more.
  const selection = useEditor(state => state.selection)
  const [applied, setApplied] = useState<{ document: GraphDocument; selection: unknown; key: string }>()
  const key = applied?.document === inference.document && applied.selection === selection ? applied.key : own
  const remember = () => {
    const { history, selection: now } = useEditor.getState()
    setApplied({ document: history.document, selection: now, key })
  }
  return <Solver key={key} id={id} start={start} end={end} onApply={remember} />
}

interface SolverProps {
  readonly id: string | undefined
  readonly start: Wish
  readonly end: Wish
  readonly onApply: () => void
}

function Solver({ id, start, end, onApply }: SolverProps) {
  const [from, setFrom] = useState(start)
  const [to, setTo] = useState(end)
  const [count, setCount] = useState(1)
  const found = useMemo(
    (): readonly (readonly LayerSolution[])[] =>
      count === 1
        ? solveLayer(from.sides, to.sides)
            .slice(0, 6)
            .map(each => [each])
        : solveChain(from.sides, to.sides, count).map(chain => chain.layers),
    [from, to, count],
  )
  const fromChannels = from.channels ?? start.channels ?? 1
  const toChannels = to.channels ?? end.channels ?? fromChannels
  const isArriving = from.sides.every((side, axis) => side === start.sides[axis])
  const grows = to.sides.some((side, axis) => side > from.sides[axis]!)
  const isMixed = grows && to.sides.some((side, axis) => side < from.sides[axis]!)
  return (
    <section aria-label="Find settings">
      <h3 className={styles.heading}>
        Find settings
        <small>
          a side, height×width or channels×height×width; even overlap first, then what is usual and cheap
        </small>
      </h3>
      <div className={styles.wish}>
        <Size label="I have" value={from} onSet={setFrom} />
        <Size label="I want" value={to} onSet={setTo} />
        <Count value={count} onSet={setCount} />
      </div>
      {found.length === 0 && (
        <p className={styles.none}>
          {isMixed
            ? `${count === 1 ? 'One layer' : 'One kind of layer'} cannot make one side larger and the other smaller: go by a size in between.`
            : `No ${count === 1 ? 'single layer' : `chain of ${count} layers`} with kernels up to 7 and strides up to 4 leads from ${formatPair(from.sides)} to ${formatPair(to.sides)}: ${count < longest ? 'try more layers.' : 'try a size in between.'}`}
        </p>
      )}
      {start.channels !== undefined && !isArriving && (
        <p className={styles.none}>
          What arrives at {id} is {wishText(start)}, not {wishText(from)}: below each solution stands what it
          would give there.
        </p>
      )}
      {found.length > 0 && count > 1 && (
        <p className={styles.none}>
          Channels {[fromChannels, ...channelsOf(found[0]!, fromChannels, toChannels)].join(' → ')}: doubled
          from layer to layer away from the larger image. A ReLU stands behind each layer but the last.
        </p>
      )}
      <ul className={styles.solutions}>
        {found.map(chain => (
          <SolutionRow
            key={chain.map(settingWords).join('|')}
            id={id}
            chain={chain}
            fromChannels={fromChannels}
            toChannels={toChannels}
            onApply={onApply}
          />
        ))}
      </ul>
    </section>
  )
}

interface SizeProps {
  readonly label: string
  readonly value: Wish
  readonly onSet: (value: Wish) => void
}

const Size = ({ label, value, onSet }: SizeProps) => (
  <span className={styles.field}>
    <span>{label}</span>
    <DraftField
      aria-label={label}
      shown={wishText(value)}
      read={text => {
        const read = readWish(text)
        return read ? { value: read } : { expected: 'a size such as 7, 7×5 or 8×7×5, with sides up to 1024' }
      }}
      commit={next => {
        onSet(next)
        return undefined
      }}
      step={(by): Wish => {
        const stepped = (side: number) => Math.min(1024, Math.max(1, side + by))
        return { channels: value.channels, sides: [stepped(value.sides[0]), stepped(value.sides[1])] }
      }}
    />
  </span>
)

const Count = ({ value, onSet }: { value: number; onSet: (value: number) => void }) => (
  <span className={styles.field}>
    <span>layers</span>
    <DraftField
      aria-label="layers"
      shown={String(value)}
      read={text =>
        /^[1-9]\d*$/.test(text.trim()) && Number(text) <= longest
          ? { value: Number(text) }
          : { expected: `a whole number from 1 to ${longest}` }
      }
      commit={next => {
        onSet(next)
        return undefined
      }}
      step={by => Math.min(longest, Math.max(1, value + by))}
    />
  </span>
)

interface SolutionRowProps {
  readonly id: string | undefined
  readonly chain: readonly LayerSolution[]
  readonly fromChannels: number
  readonly toChannels: number
  readonly onApply: () => void
}

function SolutionRow({ id, chain, fromChannels, toChannels, onApply }: SolutionRowProps) {
  const run = useEditor(state => state.run)
  const select = useEditor(state => state.select)
  const inference = useInference()
  const node = id === undefined ? undefined : inferenceOf(inference, id)
  const worst = Math.max(...chain.map(({ unevenness }) => unevenness))
  const canReplace =
    node !== undefined && ['Conv2d', 'ConvTranspose2d', 'Upsample'].includes(node.definition.type)
  const tried = useMemo(() => {
    if (id === undefined || !node || !canReplace) return undefined
    const channels = channelsOf(chain, fromChannels, toChannels)
    const layers = layersOf(chain, channels, node.params.bias !== false)
    const label = `Give ${id} ${chain.length === 1 ? settingWords(chain[0]!) : plural(chain.length, 'layer')}`
    const replacement = replaceNode(inference.document, registry, id, layers, label)
    return { replacement, outcome: outcomeOf(inference, registry, id, replacement) }
  }, [inference, id, node, canReplace, chain, fromChannels, toChannels])
  const apply = () => {
    if (!tried || !run(tried.replacement.command)) return
    select(tried.replacement.ids)
    onApply()
  }
  const outcome = tried?.outcome
  return (
    <li>
      <span className={styles.chain}>
        {chain.map((each, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a chain may hold the same setting twice.
          <span key={i}>
            <b className="mono">
              {i === 0 && `${shortSize(each.from)} `}→ {shortSize(each.to)}
            </b>{' '}
            {settingWords(each)}
          </span>
        ))}
        {outcome?.change && (
          <small className={outcome.isBroken ? styles.uneven : undefined}>
            {id} {outcome.change}.
          </small>
        )}
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

const shortSize = (sides: readonly [number, number]): string =>
  sides[0] === sides[1] ? String(sides[0]) : formatPair(sides)
