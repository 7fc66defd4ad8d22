import { ClipboardPaste, FilePlus2 } from 'lucide-react'
import { registry } from '../../../nodes/index.ts'
import { perform } from '../actions/action.ts'
import { addLayer } from '../actions/addLayer.ts'
import { actionOf } from '../actions/allActions.ts'
import { formatChord } from '../actions/keys.ts'
import { openTemplate, type ReadyTemplate, readyTemplates } from '../actions/templateActions.ts'
import { mirrorStart, openMirrorStart } from '../mirror/mirrorStart.ts'
import { Button } from '../ui/Button.tsx'
import { Kbd } from '../ui/Kbd.tsx'
import { LayerIcon } from '../ui/LayerIcon.tsx'
import { formatCount } from '../ui/numbers.ts'
import { barsOf, Silhouette } from '../ui/Silhouette.tsx'
import { OpenFileButton } from './OpenFileButton.tsx'
import styles from './StartPage.module.css'

const keys: readonly (readonly [string, string])[] = [
  ['A', 'add a layer'],
  ['Tab', 'next node along the wire'],
  [formatChord('Mod+K'), 'every command'],
  ['C', 'Conv2d after the selection'],
  ['Shift 1', 'fit the graph'],
  ['?', 'all keys'],
]

/** What an empty page offers: models to start from, an Input, a file, and the first keys. */
export function StartPage() {
  const input = registry.get('Input')
  const models = readyTemplates().filter(template => template.inference.document.nodes.length > 0)
  const encoder = mirrorStart()
  return (
    <section className={styles.page} aria-label="Start">
      <h2>Start from a model, or from an Input</h2>
      <p className={styles.lead}>
        Drag a layer here, press <Kbd>A</Kbd> and type its name, or drop a saved file anywhere in the window.
      </p>
      <ul className={styles.cards}>
        {models.map(template => (
          <li key={template.name}>
            <Card template={template} />
          </li>
        ))}
        {encoder && (
          <li>
            <button type="button" className={styles.card} onClick={openMirrorStart}>
              <Silhouette bars={barsOf(encoder)} width={112} height={64} />
              <b>Mirror from an encoder</b>
              <span>An encoder, and its decoder by one command</span>
              <small>{formatCount(encoder.totals.parameters)} parameters before it is mirrored</small>
            </button>
          </li>
        )}
      </ul>
      <div className={styles.buttons}>
        <Button
          look="outline"
          icon={input ? <LayerIcon definition={input} size={15} /> : <FilePlus2 size={15} aria-hidden />}
          onClick={() => addLayer('Input')}
        >
          Add an Input
        </Button>
        <OpenFileButton />
        <Button
          look="outline"
          icon={<ClipboardPaste size={14} aria-hidden />}
          hint="Or paste it anywhere on the canvas"
          onClick={() => perform(actionOf('import-pytorch'))}
        >
          Paste print(model)
        </Button>
      </div>
      <dl className={styles.keys}>
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Card({ template }: { template: ReadyTemplate }) {
  const { title, about, inference } = template
  return (
    <button type="button" className={styles.card} onClick={() => openTemplate(template)}>
      <Silhouette bars={barsOf(inference)} width={112} height={64} />
      <b>{title}</b>
      <span>{about}</span>
      <small>{formatCount(inference.totals.parameters)} parameters</small>
    </button>
  )
}
