import { lazy, Suspense } from 'react'
import { useTraining } from '../store/trainingStore.ts'
import type { Picture } from './picture.ts'

const Strips = lazy(() => import('../inside/Strips.tsx').then(m => ({ default: m.Strips })))

interface FeatureMapsProps {
  readonly picture: Picture
  /** Where there is room for one map only. */
  readonly isCompact: boolean
}

/** Feature maps beside the sizes; nothing of it is loaded before a network has learned. */
export function FeatureMaps({ picture, isCompact }: FeatureMapsProps) {
  const hasWeights = useTraining(state => state.hasWeights)
  if (!hasWeights) return null
  return (
    <Suspense>
      <Strips picture={picture} isCompact={isCompact} />
    </Suspense>
  )
}
