import type { PatternEnergy, Pictures, Spectrum } from '../../../analyze/spectrum.ts'
import type { Pair } from '../../../graph/shape.ts'

export interface TransformRequest {
  readonly id: number
  readonly pictures: Pictures
  readonly period: Pair
}

export interface TransformReply {
  readonly id: number
  readonly spectrum: Spectrum
  readonly energy: PatternEnergy | undefined
}

let worker: Worker | undefined
let lastId = 0
const open = new Map<
  number,
  { resolve(reply: Omit<TransformReply, 'id'>): void; reject(error: Error): void }
>()

/** The mean spectrum of pictures and its energy at the frequencies of a period, worked out in a worker. */
export function transformPictures(pictures: Pictures, period: Pair): Promise<Omit<TransformReply, 'id'>> {
  worker ??= startWorker()
  const id = ++lastId
  return new Promise((resolve, reject) => {
    open.set(id, { resolve, reject })
    worker!.postMessage({ id, pictures, period } satisfies TransformRequest)
  })
}

function startWorker(): Worker {
  const started = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  started.onmessage = ({ data: { id, ...found } }: MessageEvent<TransformReply>) => {
    open.get(id)?.resolve(found)
    open.delete(id)
  }
  started.onerror = event => {
    event.preventDefault()
    started.terminate()
    worker = undefined
    for (const { reject } of open.values()) {
      reject(new Error('The spectrum could not be worked out: try again, or reload the page.'))
    }
    open.clear()
  }
  return started
}
