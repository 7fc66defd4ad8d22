import { useEffect, useState } from 'react'
import type { Codes } from '../../training/latent/codes.ts'
import { pcaClient } from '../../training/pca/client.ts'
import type { Pca } from '../../training/pca/pca.ts'
import { lab } from '../store/lab.ts'
import type { HeldModel } from './latentStore.ts'
import { createLatest } from './latest.ts'
import { type Awaited, useAnswer, type Work } from './useAnswer.ts'

/**
 * How many codes of a part are known: all that are wanted, in the end. Live questions have their turns in between.
 */
export const useEncoded = (
  held: HeldModel | undefined,
  part: 'train' | 'test',
  count: number,
): Awaited<number> =>
  useAnswer(held && `${held.id} ${part} ${count}`, async ({ signal, onProgress }) => {
    for (;;) {
      const found = await lab().ask('growCodes', { part, count }, { signal })
      const wanted = Math.min(count, found.total)
      if (found.count >= wanted) return found.count
      onProgress(found.count / wanted)
    }
  })

/** The pictures of codes that change often: always the latest ones that the laboratory has come to. */
export function useDecoded(
  held: HeldModel | undefined,
  codes: Codes | undefined,
): { readonly pictures: Float32Array | undefined; readonly fault: string | undefined } {
  const [state, setState] = useState<{ pictures?: Float32Array; fault?: string }>({})
  const [decode] = useState(() =>
    createLatest(
      (asked: Codes) => lab().ask('decode', asked),
      pictures => setState({ pictures }),
      error => setState({ fault: error instanceof Error ? error.message : String(error) }),
    ),
  )
  const id = held?.id
  useEffect(() => {
    if (id !== undefined && codes) decode(codes)
  }, [id, codes, decode])
  return { pictures: state.pictures, fault: state.fault }
}

/** PCA of the data that the network has learned from, with as many components as its code has numbers. */
export function usePca({ model, facts, dims }: HeldModel): Awaited<Pca> {
  const { training } = model.document
  const shape = model.plan.inputs[0]?.shape ?? facts.shape
  const key = `${dims} ${shape} ${JSON.stringify(training)}`
  return useAnswer(key, async (work: Work) => {
    const wanted = Math.min(
      dims,
      shape.reduce((product, side) => product * side, 1),
    )
    const { pca } = await pcaClient().fit({ data: { ...training, shape }, dims: wanted }, work)
    return pca
  })
}

/** Decodes many codes in parts, so that live questions have their turns in between; hands out what there is by then. */
export async function decodeInParts(
  codes: Codes,
  part: number,
  { signal, onProgress }: Work,
  onPart?: (pictures: Float32Array, count: number) => void,
): Promise<Float32Array> {
  const { dims, count } = codes
  let all = new Float32Array(0)
  for (let from = 0; from < count; from += part) {
    const inPart = Math.min(part, count - from)
    const values = codes.values.slice(from * dims, (from + inPart) * dims)
    const pictures = await lab().ask('decode', { count: inPart, dims, values }, { signal })
    const size = pictures.length / inPart
    if (from === 0) all = new Float32Array(size * count)
    all.set(pictures, from * size)
    onProgress((from + inPart) / count)
    onPart?.(all, from + inPart)
  }
  return all
}
