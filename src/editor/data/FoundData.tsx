import { OctagonAlert } from 'lucide-react'
import { useState } from 'react'
import { nameProblem } from '../../graph/names.ts'
import { formatShape, sameShape } from '../../graph/shape.ts'
import type { Found } from '../../training/data/protocol.ts'
import { useInference } from '../store/useDocument.ts'
import { Button } from '../ui/Button.tsx'
import { DraftField } from '../ui/DraftField.tsx'
import { formatCount, plural } from '../ui/numbers.ts'
import { Select } from '../ui/Select.tsx'
import styles from './AddData.module.css'
import { keepData, readDataFiles, stopAdding, useAdding } from './addData.ts'
import { ImageStrip } from './ImageStrip.tsx'
import { useOwnData } from './ownDataStore.ts'
import { inputShape } from './useSource.ts'
import { classCount, sizeText } from './words.ts'

/** What files hold: images to look at, a name to keep them under, or why nothing came of them. */
export function FoundData({ found, onClose }: { found: Found; onClose: () => void }) {
  const { facts, strip, notes, errors, isSized } = found
  const fault = useAdding(state => state.fault)
  const own = useOwnData(state => state.own) ?? []
  const input = inputShape(useInference())
  const [name, setName] = useState(facts?.name ?? '')
  const isThere = own.some(each => each.name === name)
  return (
    <>
      {facts && strip && (
        <>
          <p className={styles.about}>
            {formatCount(facts.trainCount)} {facts.testCount > 0 && `/ ${formatCount(facts.testCount)} `}
            {facts.trainCount + facts.testCount === 1 ? 'image' : 'images'} of {sizeText(facts.shape)},{' '}
            {classesText(facts.classes)}, from {facts.from}.
            {facts.testCount === 0 && ' A part is kept for testing when it is trained on.'}
          </p>
          <ImageStrip strip={strip} name="Images" classes={facts.classes} height={48} most={11} />
        </>
      )}
      {isSized && <SizeFields />}
      {facts && !sameShape(facts.shape, input) && (
        <p className={styles.note}>
          The Input takes {formatShape(input)}: turn on resize in the data settings, or set the Input to{' '}
          {formatShape(facts.shape)}.
        </p>
      )}
      {notes.map(note => (
        <p key={note} className={styles.note}>
          {note}
        </p>
      ))}
      {errors.length > 0 && (
        <div className={styles.errors} role="alert">
          <h3>
            <OctagonAlert size={14} aria-hidden />
            {facts ? `${plural(errors.length, 'file')} left out` : 'Nothing was added'}
          </h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard */}
          <ul tabIndex={0} aria-label="Faults">
            {errors.slice(0, 50).map(({ file, message }) => (
              <li key={`${file}: ${message}`}>{message}</li>
            ))}
            {errors.length > 50 && <li>and {formatCount(errors.length - 50)} more.</li>}
          </ul>
        </div>
      )}
      {facts && (
        <div className={styles.row}>
          <span>name</span>
          <DraftField
            aria-label="name"
            shown={name}
            isLive
            read={text =>
              nameProblem(text) === undefined ? { value: text } : { expected: nameProblem(text)! }
            }
            commit={value => {
              setName(value)
              return undefined
            }}
          />
        </div>
      )}
      {fault && (
        <p className={styles.fault} role="alert">
          {fault}
        </p>
      )}
      <div className={styles.buttons}>
        <Button onClick={onClose}>{facts ? 'Cancel' : 'Close'}</Button>
        <Button look="outline" onClick={() => stopAdding()}>
          Other files…
        </Button>
        {facts && (
          <Button
            look="primary"
            refusal={nameProblem(name) && `The name needs ${nameProblem(name)}.`}
            onClick={() => void keepData(name)}
          >
            {isThere ? `Replace ${name}` : 'Add and train on it'}
          </Button>
        )}
      </div>
    </>
  )
}

const classesText = (classes: readonly string[]): string =>
  classes.length === 0
    ? 'without labels'
    : `${classCount(classes.length)}${classes.length <= 6 ? ` (${classes.join(', ')})` : ''}`

/** The size that pictures get; a change reads the files again. */
function SizeFields() {
  const files = useAdding(state => state.files)
  const [channels, height, width] = useAdding(state => state.shape)
  const side = (letter: string, name: string, shown: number, set: (value: number) => void) => (
    <DraftField
      aria-label={name}
      letter={letter}
      inputMode="numeric"
      shown={String(shown)}
      read={text => {
        const value = Number(text)
        return Number.isInteger(value) && value >= 1 && value <= 1024
          ? { value }
          : { expected: 'a whole number from 1 to 1024' }
      }}
      commit={value => {
        if (value !== shown) set(value)
        return undefined
      }}
    />
  )
  return (
    <div className={styles.row}>
      <span>size</span>
      {side(
        'h',
        'height of the pictures',
        height,
        value => void readDataFiles(files, [channels, value, width]),
      )}
      {side(
        'w',
        'width of the pictures',
        width,
        value => void readDataFiles(files, [channels, height, value]),
      )}
      <Select
        aria-label="colour of the pictures"
        value={String(channels)}
        options={[
          { value: '1', label: 'grey' },
          { value: '3', label: 'RGB' },
        ]}
        onChoose={value => void readDataFiles(files, [Number(value) as 1 | 3, height, width])}
      />
    </div>
  )
}
