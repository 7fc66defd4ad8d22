import { Link2, Link2Off } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Control, Param, ParamValue } from '../../graph/params.ts'
import { DraftField } from '../ui/DraftField.tsx'
import { Select } from '../ui/Select.tsx'
import { Tooltip } from '../ui/Tooltip.tsx'
import styles from './Inspector.module.css'
import { readNumber } from './readValues.ts'

interface PairFieldProps {
  readonly name: string
  readonly param: Param
  readonly control: Extract<Control, { kind: 'pair' }>
  readonly value: ParamValue
  readonly describedBy: string
  readonly isWrong: boolean
  readonly onMessage: (message: string | undefined) => void
  readonly onSet: (value: ParamValue) => string | undefined
}

const NUMBERS = 'numbers'
const NONE = 'none'

/**
 * Height and width. While they are linked a change of one changes the other; they are so at first where both agree.
 * Words (`same`, `valid`) and torch's None are chosen from a list beside the numbers.
 */
export function PairField(props: PairFieldProps) {
  const { name, param, control, value, describedBy, isWrong, onMessage, onSet } = props
  const hasWords = control.words.length > 0 || param.optional
  const isNumeric = typeof value === 'number' || Array.isArray(value)
  const chooseForm = (form: string) => {
    if (form === NONE) onSet(noneOf(param))
    else if (form === NUMBERS) onSet(firstNumber(param, control))
    else onSet(form)
  }
  return (
    <>
      {isNumeric && (
        <Numbers
          name={name}
          param={param}
          sides={Array.isArray(value) ? value : [value as number, value as number]}
          describedBy={describedBy}
          isWrong={isWrong}
          onMessage={onMessage}
          onSet={onSet}
        />
      )}
      {hasWords && (
        <span className={isNumeric ? styles.forms : styles.formsAlone}>
          <Select
            aria-label={`${name}: numbers or a word`}
            aria-describedby={describedBy}
            isWrong={isWrong && !isNumeric}
            value={isNumeric ? NUMBERS : ((value as string | null) ?? NONE)}
            options={[
              { value: NUMBERS, label: 'numbers' },
              ...control.words.map(word => ({ value: word, label: word })),
              ...(param.optional ? [{ value: NONE, label: 'none' }] : []),
            ]}
            onChoose={chooseForm}
          />
        </span>
      )}
    </>
  )
}

/** torch's None for both sides: one for each of them where the parameter has them apart. */
const noneOf = (param: Param): ParamValue => ('value' in param.parse([null, null]) ? [null, null] : null)

/** What stands in the fields when numbers take the place of a word. */
const firstNumber = (param: Param, control: Extract<Control, { kind: 'pair' }>): number =>
  typeof param.default === 'number' ? param.default : control.isReal ? 2 : Math.max(control.min, 1)

interface NumbersProps extends Omit<PairFieldProps, 'control' | 'value'> {
  readonly sides: readonly (number | null)[]
}

function Numbers({ name, param, sides, describedBy, isWrong, onMessage, onSet }: NumbersProps) {
  const isEqual = sides.every(side => side === sides[0])
  const [isLinked, setLinked] = useState(isEqual)
  useEffect(() => {
    if (!isEqual) setLinked(false)
  }, [isEqual])
  const letters = sides.length === 2 ? ['h', 'w'] : sides.map((_, axis) => String(axis + 1))
  const words = sides.length === 2 ? ['height', 'width'] : letters
  const change = (axis: number, side: number | null) =>
    onSet(isLinked ? (side ?? noneOf(param)) : sides.map((other, i) => (i === axis ? side : other)))
  return (
    <>
      <Tooltip
        text={isLinked ? 'Height and width change together' : 'Height and width change apart'}
        side="left"
      >
        <button
          type="button"
          className={styles.link}
          aria-pressed={isLinked}
          aria-label={`${name}: height and width together`}
          onClick={() => {
            if (!isLinked && !isEqual) onSet(sides[0]!)
            setLinked(!isLinked)
          }}
        >
          {isLinked ? <Link2 size={12} aria-hidden /> : <Link2Off size={12} aria-hidden />}
        </button>
      </Tooltip>
      {sides.map((side, axis) => (
        <DraftField
          // biome-ignore lint/suspicious/noArrayIndexKey: a side is its axis.
          key={axis}
          aria-label={`${name}, ${words[axis]}`}
          inputMode="numeric"
          letter={letters[axis]!}
          shown={side === null ? NONE : String(side)}
          isLive
          isWrong={isWrong}
          describedBy={describedBy}
          onMessage={onMessage}
          read={text => readNumber(text, param)}
          commit={next => change(axis, next as number | null)}
          step={by => (side !== null && 'value' in param.parse(side + by) ? side + by : undefined)}
        />
      ))}
    </>
  )
}
