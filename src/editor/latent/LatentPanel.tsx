import { Play } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { perform } from '../actions/action.ts'
import { actionOf } from '../actions/allActions.ts'
import { useTrainedModel } from '../store/trainedModel.ts'
import { useTraining } from '../store/trainingStore.ts'
import { trainRefusal } from '../store/trainRefusal.ts'
import { useInference } from '../store/useDocument.ts'
import { Button } from '../ui/Button.tsx'
import { CodePlane } from './CodePlane.tsx'
import { Coordinates } from './Coordinates.tsx'
import { Interpolation } from './Interpolation.tsx'
import styles from './Latent.module.css'
import { type HeldModel, updateModel, useLatent, usualImages } from './latentStore.ts'
import { Samples } from './Samples.tsx'
import { useEncoded, usePca } from './useLab.ts'

/** What the code of a trained autoencoder means: paths through it, samples, a plane, and each of its coordinates. */
export function LatentPanel() {
  const trained = useTrainedModel()
  const isRunning = useTraining(state => state.status.kind === 'running')
  const isPreparing = useTraining(state => state.status.kind === 'preparing')
  const held = useLatent(state => state.held)
  const isBringing = useLatent(state => state.isBringing)
  const fault = useLatent(state => state.fault)
  const set = useLatent(state => state.set)
  const isOther = held?.model.plan !== trained?.plan
  // A run has newer weights every moment: those are brought over by hand. A network that stands still needs no asking.
  const isDue = trained?.plan.code !== undefined && held?.model !== trained && (isOther || !isRunning)
  useEffect(() => {
    if (isDue && !isBringing && fault === undefined) void updateModel()
  }, [isDue, isBringing, fault])

  if (!trained) {
    return isPreparing ? (
      <Words title="Training begins" line="There is something to see after the first steps." />
    ) : (
      <Words title="Train first, or load weights" line={what}>
        <span className={styles.wordsButtons}>
          <TrainButton />
          <Button
            look="outline"
            hint="A .safetensors file of this network, under PyTorch's names; it can also be dropped on the window"
            onClick={() => perform(actionOf('open-weights'))}
          >
            Open weights…
          </Button>
        </span>
      </Words>
    )
  }
  if (!trained.plan.code) {
    return (
      <Words
        title={`${trained.document.name} has no code to look at`}
        line="A code is the one tensor that leads from a group named encoder into one named decoder, with nothing led past it. The autoencoder templates have one; a U-Net and a classifier have none."
      />
    )
  }
  if (fault !== undefined && (!held || isOther)) {
    return (
      <Words title="The network could not be looked at" line={fault}>
        <Button look="outline" onClick={() => set({ fault: undefined })}>
          Try again
        </Button>
      </Words>
    )
  }
  if (!held || isOther)
    return <Words title="Fetching the network" line="Its weights and the data are loaded." />
  return <Sections held={held} />
}

const what =
  'Then this panel shows what the code of an autoencoder means: paths between two images, new images from a fitted Gaussian, the plane of the codes, and what each coordinate does.'

function Sections({ held }: { held: HeldModel }) {
  const usual = usualImages(held)
  const trainImages = Math.min(useLatent(state => state.trainImages) ?? usual, held.facts.train)
  const testImages = Math.min(useLatent(state => state.testImages) ?? usual, held.facts.test)
  const pca = usePca(held)
  const train = useEncoded(held, 'train', trainImages)
  const test = useEncoded(held, 'test', testImages)
  if (!held.facts.picture) {
    return (
      <Words
        title="The decoder yields no image"
        line="Interpolation, samples and the plane show images of one or three channels: let the decoder end in one."
      />
    )
  }
  return (
    <div className={styles.panel}>
      <div>
        <Interpolation held={held} pca={pca} />
        <Samples held={held} pca={pca} encoded={train} wanted={trainImages} />
      </div>
      <div>
        <CodePlane held={held} encoded={test} wanted={testImages} />
        <Coordinates held={held} encoded={train} />
      </div>
    </div>
  )
}

interface WordsProps {
  readonly title: string
  readonly line: string
  readonly children?: ReactNode
}

const Words = ({ title, line, children }: WordsProps) => (
  <div className={styles.words}>
    <h2>{title}</h2>
    <p>{line}</p>
    {children}
  </div>
)

function TrainButton() {
  const refusal = trainRefusal(useInference())
  return (
    <Button
      look="primary"
      icon={<Play size={14} aria-hidden />}
      refusal={refusal}
      onClick={() => perform(actionOf('train'))}
    >
      Train
    </Button>
  )
}
