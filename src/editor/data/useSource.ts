import { useEffect } from 'react'
import { type DataSettings, ownName } from '../../graph/dataSettings.ts'
import type { Inference } from '../../infer/inference.ts'
import { dataSettings, type SourceFacts, sourceFacts } from '../../training/data/facts.ts'
import { useDocument, useInference } from '../store/useDocument.ts'
import { loadOwnData, useOwnData } from './ownDataStore.ts'

/** The shape of the document's first Input; MNIST's where there is none yet. */
export function inputShape({ document, nodes }: Inference): readonly number[] {
  const index = document.nodes.findIndex(node => node.type === 'Input')
  const node = index < 0 ? undefined : nodes[index]
  return (node?.state === 'ready' ? node.outputs[0] : undefined) ?? [1, 28, 28]
}

/** The data that the document chooses, or why there is none; undefined until the browser has said what it keeps. */
export function useSource(): {
  readonly facts: SourceFacts | { readonly fault: string } | undefined
  readonly settings: DataSettings
  readonly input: readonly number[]
} {
  const { training } = useDocument()
  const input = inputShape(useInference())
  const own = useOwnData(state => state.own)
  useEffect(() => void loadOwnData(), [])
  const isKnown = own !== undefined || ownName(training.dataset) === undefined
  return {
    facts: isKnown ? sourceFacts(training, input, name => own?.find(each => each.name === name)) : undefined,
    settings: dataSettings(training),
    input,
  }
}
