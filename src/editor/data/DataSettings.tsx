import { useState } from 'react'
import { dataSchema, isGenerated, ownName, type DataSettings as Values } from '../../graph/dataSettings.ts'
import { formatValue, type Param } from '../../graph/params.ts'
import train from '../dock/train/Settings.module.css'
import { setSetting } from '../dock/train/setSetting.ts'
import { ParamRow } from '../inspector/ParamRow.tsx'
import { useDocument } from '../store/useDocument.ts'
import { useOwnData } from './ownDataStore.ts'
import { useSource } from './useSource.ts'

type Name = keyof Values

/** What is done to the images before and while the network learns, folded; what is not at its default is said beside it. */
export function DataSettings() {
  const [isOpen, setOpen] = useState(false)
  const { dataset } = useDocument().training
  const own = useOwnData(state => state.own)
  const { settings } = useSource()
  const kept = own?.find(each => each.name === ownName(dataset))
  const left: readonly Name[] = [
    'normalisation',
    ...(isGenerated(dataset) ? (['images', 'dataSeed'] as const) : (['resize'] as const)),
    ...(kept?.testCount === 0 ? (['testShare', 'dataSeed'] as const) : []),
  ]
  const right: readonly Name[] = ['shift', 'flip', 'noise']
  const changed = [...left, ...right].filter(name => settings[name] !== dataSchema[name].default)
  const row = (name: Name) => (
    <ParamRow
      key={name}
      name={name}
      param={dataSchema[name] as Param}
      value={settings[name]}
      onSet={value => setSetting(name, value)}
    />
  )
  return (
    <details className={train.more} open={isOpen} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>
        Data settings
        <small>
          {changed.length === 0
            ? 'range, size, shift, flip, noise'
            : changed.map(name => `${name} ${formatValue(settings[name]).replace('-', '−')}`).join(', ')}
        </small>
      </summary>
      {isOpen && (
        <div className={train.moreRows}>
          <div>{left.map(row)}</div>
          <div>{right.map(row)}</div>
        </div>
      )}
    </details>
  )
}
