import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { lab } from '../store/lab.ts'
import { Button } from '../ui/Button.tsx'
import { formatCount } from '../ui/numbers.ts'
import { Segmented } from '../ui/Segmented.tsx'
import { Select } from '../ui/Select.tsx'
import styles from './Digits.module.css'
import { type Corner, cornerOf, type HeldModel, ofClass } from './latentStore.ts'
import { Pictures } from './Pictures.tsx'
import { nounOf } from './sampleSize.ts'
import { useAnswer } from './useAnswer.ts'

/** Screen pixels that a page of pictures may take. */
const room = { width: 640, height: 300 }
const gap = 4
/** Letters of the classes' names that fit side by side; with more they stand in a list. */
const mostLetters = 24

interface TestPickerProps {
  readonly held: HeldModel
  readonly scale: number
  readonly onPick: (corner: Corner) => void
}

/** Test images to pick from, page by page, of one class where that is chosen. */
export function TestPicker({ held, scale, onPick }: TestPickerProps) {
  const [label, setLabel] = useState('all')
  const [page, setPage] = useState(0)
  const { facts } = held
  const [, height = 28, width = 28] = facts.shape
  const columns = Math.max(1, Math.floor((room.width + gap) / (width * scale + gap)))
  const rows = Math.max(1, Math.floor((room.height + gap) / (height * scale + gap)))
  const perPage = columns * rows
  const found = useAnswer(`${held.id} ${label} ${page} ${perPage}`, ({ signal }) =>
    lab().ask(
      'findImages',
      {
        part: 'test',
        label: label === 'all' ? undefined : Number(label),
        from: page * perPage,
        count: perPage,
      },
      { signal },
    ),
  )
  const { value } = found
  const classes = [
    { value: 'all', label: 'All' },
    ...facts.classNames.map((name, i) => ({ value: String(i), label: name })),
  ]
  const choose = (next: string) => {
    setLabel(next)
    setPage(0)
  }
  const first = page * perPage + 1
  return (
    <div>
      <div className={styles.filter}>
        {facts.classNames.length === 0 ? null : facts.classNames.join('').length <= mostLetters ? (
          <Segmented label="Class" value={label} options={classes} onChoose={choose} />
        ) : (
          <Select aria-label="Class" value={label} options={classes} onChoose={choose} />
        )}
        {value && (
          <span className={styles.pages}>
            <span>
              {formatCount(first)} to {formatCount(first + value.places.length - 1)} of{' '}
              {formatCount(value.total)}
            </span>
            <Button
              size="dense"
              icon={<ChevronLeft size={14} aria-hidden />}
              aria-label="Earlier images"
              refusal={page === 0 ? 'These are the first.' : undefined}
              onClick={() => setPage(page - 1)}
            />
            <Button
              size="dense"
              icon={<ChevronRight size={14} aria-hidden />}
              aria-label="Later images"
              refusal={first + perPage > value.total ? 'These are the last.' : undefined}
              onClick={() => setPage(page + 1)}
            />
          </span>
        )}
      </div>
      <div className={styles.choices} style={{ minHeight: rows * (height * scale + gap) - gap }}>
        {found.fault && <p role="alert">{found.fault}</p>}
        {value && (
          <Pictures
            key={`${label} ${page}`}
            pixels={value.pixels}
            shape={facts.shape}
            count={value.places.length}
            columns={columns}
            scale={scale}
            gap={gap}
            label={`Test ${nounOf(facts)}s`}
            nameOf={i => `Test ${nounOf(facts)} no. ${value.places[i]}${ofClass(facts, value.labels[i]!)}`}
            onPick={i => onPick(cornerOf(value, i, facts))}
          />
        )}
      </div>
    </div>
  )
}
