import { ClipboardPaste, FilePlus2 } from 'lucide-react'
import { registry } from '../../../nodes/index.ts'
import { templateList } from '../../../templates/list.ts'
import { perform } from '../actions/action.ts'
import { addLayer } from '../actions/addLayer.ts'
import { actionOf } from '../actions/allActions.ts'
import { formatChord } from '../actions/keys.ts'
import { openTemplate } from '../actions/templateActions.ts'
import { useLayerDrop } from '../canvas/useLayerDrop.ts'
import { openMirrorStart } from '../mirror/mirrorStart.ts'
import { Button } from '../ui/Button.tsx'
import { Kbd } from '../ui/Kbd.tsx'
import { LayerIcon } from '../ui/LayerIcon.tsx'
import { formatCount } from '../ui/numbers.ts'
import { barsIn, Silhouette } from '../ui/Silhouette.tsx'
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

/** Every template with a network; the empty page, at the end, is open already. */
const models = [templateList[0], ...templateList.slice(1, -1)] as const

/** What an empty page offers: models to start from, an Input, a file, and the first keys. */
export function StartPage() {
  const input = registry.get('Input')
  const drop = useLayerDrop()
  return (
    <section className={styles.page} aria-label="Start">
      <div className={styles.content} {...drop}>
        <h2>Start from a model, or from an Input</h2>
        <p className={styles.lead}>
          Drag a layer here, press <Kbd>A</Kbd> and type its name, or drop a saved file anywhere in the
          window.
        </p>
        <ul className={styles.cards}>
          {models.map(({ name, title, about, picture, parameters }) => (
            <li key={name}>
              <Card
                picture={picture}
                title={title}
                about={about}
                note={`${formatCount(parameters)} parameters`}
                onOpen={() => void openTemplate(name)}
              />
            </li>
          ))}
          <li>
            <Card
              picture={models[0].picture.slice(0, models[0].picture.indexOf(' decoder'))}
              title="Mirror from an encoder"
              about="Draw the way down, get the way up"
              note="sizes return exactly"
              onOpen={() => void openMirrorStart()}
            />
          </li>
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
      </div>
    </section>
  )
}

interface CardProps {
  readonly picture: string
  readonly title: string
  readonly about: string
  readonly note: string
  readonly onOpen: () => void
}

const Card = ({ picture, title, about, note, onOpen }: CardProps) => (
  <button type="button" className={styles.card} onClick={onOpen}>
    <Silhouette bars={barsIn(picture)} width={72} height={44} />
    <span className={styles.words}>
      <b>{title}</b>
      <span>{about}</span>
      <small>{note}</small>
    </span>
  </button>
)
