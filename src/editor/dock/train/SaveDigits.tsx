import type { Samples } from '../../../training/protocol.ts'
import { SavePicture } from '../../artifacts/SavePicture.tsx'
import { useSource } from '../../data/useSource.ts'
import { printStrips } from '../../latent/figures.ts'
import { picturesCsv } from '../../latent/tables.ts'
import { useTraining } from '../../store/trainingStore.ts'
import { useDocument } from '../../store/useDocument.ts'
import { formatCount } from '../../ui/numbers.ts'

interface SaveDigitsProps {
  readonly samples: Samples
  /** What PCA makes of them, where it is there. */
  readonly linear: Uint8Array | undefined
  /** What the images are called. */
  readonly title: string
}

/** Takes the test images home with what the network and PCA make of them. */
export function SaveDigits({ samples, linear, title }: SaveDigitsProps) {
  const trained = useTraining(state => state.trained)
  const { training } = useDocument()
  const { facts } = useSource()
  const isSame = trained?.training.dataset === training.dataset
  const classes = isSame && facts && 'classes' in facts ? facts.classes : []
  const nameOf = (label: number): string => classes[label] ?? String(label)
  const { step, labels, count, shape } = samples
  const kinds = { originals: samples.originals, network: samples.reconstructions, PCA: linear }
  const rows = Object.entries(kinds).flatMap(([kind, pixels]) =>
    pixels ? [{ name: kind, pixels, shape, codes: undefined }] : [],
  )
  const below = labels.slice(0, count).map((label, i) => {
    const guess = samples.predictions?.[i]
    return guess === undefined || guess === label ? nameOf(label) : `${nameOf(label)} as ${nameOf(guess)}`
  })
  return (
    <SavePicture
      isSmall
      label={`Download the ${title.toLowerCase()}`}
      name={title.toLowerCase().replace(' ', '-')}
      print={() =>
        printStrips(
          rows,
          { name: 'label', words: below },
          `${title}, ${trained?.name ?? ''}`,
          `at step ${formatCount(step)}`,
        )
      }
      csv={() => picturesCsv(rows, 'label', labels.slice(0, count).map(nameOf))}
    />
  )
}
