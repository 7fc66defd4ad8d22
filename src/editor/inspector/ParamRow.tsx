import { useId, useState } from 'react'
import { formatValue, type Param, type ParamValue } from '../../graph/params.ts'
import { DraftField } from '../ui/DraftField.tsx'
import fields from '../ui/Field.module.css'
import { Select } from '../ui/Select.tsx'
import { Switch } from '../ui/Switch.tsx'
import { Tooltip } from '../ui/Tooltip.tsx'
import styles from './Inspector.module.css'
import { PairField } from './PairField.tsx'
import { formatSizes, readNumber, readSizes } from './readValues.ts'

export interface ParamRowProps {
  readonly name: string
  readonly param: Param
  readonly value: ParamValue
  /** True where the problem of the layer lies in this parameter. */
  readonly isWrong?: boolean
  /** What it amounts to, beside a switch: "32 values". */
  readonly amounts?: string | undefined
  /** Sets it; answers with the reason where that is refused. */
  readonly onSet: (value: ParamValue) => string | undefined
}

/** One parameter by torch's name, with the control that its schema asks for. */
export function ParamRow({ name, param, value, isWrong = false, amounts, onSet }: ParamRowProps) {
  const helpId = useId()
  const [message, setMessage] = useState<string>()
  const { control, help, unit } = param
  const common = { describedBy: helpId, isWrong, onMessage: setMessage }
  return (
    <div className={styles.row} data-param={name}>
      <Tooltip text={unit ? `${help} In ${unit}.` : help} side="left">
        <span className={isWrong ? styles.wrongLabel : styles.label}>{name}</span>
      </Tooltip>
      <span id={helpId} className="visually-hidden">
        {help}
        {unit && ` In ${unit}.`}
      </span>
      <div className={styles.control}>
        {control.kind === 'pair' && (
          <PairField {...common} name={name} param={param} control={control} value={value} onSet={onSet} />
        )}
        {(control.kind === 'integer' || control.kind === 'number') && (
          <DraftField
            {...common}
            aria-label={name}
            inputMode={control.kind === 'integer' ? 'numeric' : 'decimal'}
            isLive
            shown={formatValue(value)}
            read={text => readNumber(text, param)}
            commit={onSet}
            step={by => (typeof value === 'number' ? stepped(param, value, by) : undefined)}
          />
        )}
        {control.kind === 'sizes' && (
          <DraftField
            {...common}
            aria-label={name}
            shown={formatSizes(value as readonly number[])}
            read={text => readSizes(text, param)}
            commit={onSet}
          />
        )}
        {control.kind === 'choice' && (
          <Select
            aria-label={name}
            aria-describedby={helpId}
            isWrong={isWrong}
            value={String(value)}
            options={control.options.map(option => ({ value: option, label: option }))}
            onChoose={onSet}
          />
        )}
        {control.kind === 'switch' && param.optional && (
          <Select
            aria-label={name}
            aria-describedby={helpId}
            isWrong={isWrong}
            value={formatValue(value)}
            options={['none', 'on', 'off'].map(option => ({ value: option, label: option }))}
            onChoose={option => onSet(option === 'none' ? null : option === 'on')}
          />
        )}
        {control.kind === 'switch' && !param.optional && (
          <Switch label={name} describedBy={helpId} isOn={value === true} onChange={onSet}>
            {amounts}
          </Switch>
        )}
      </div>
      {message && (
        <p className={styles.message} role="alert">
          {message}
        </p>
      )}
    </div>
  )
}

/** The value one step on, or nothing where it would leave its range. */
function stepped(param: Param, value: number, by: number): number | undefined {
  const isWhole = param.control.kind === 'integer'
  const next = isWhole ? value + by : Number((by > 0 ? value * 1.1 : value / 1.1).toPrecision(2))
  return 'value' in param.parse(next) ? next : undefined
}

/** A parameter that follows from the wire and is never typed in. */
export const ReadOnlyRow = ({ name, value, why }: { name: string; value: string; why: string }) => (
  <div className={styles.row}>
    <span className={styles.label}>{name}</span>
    <div className={styles.control}>
      <span className={fields.readOnly}>
        {value}
        <small>{why}</small>
      </span>
    </div>
  </div>
)
