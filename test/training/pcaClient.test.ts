import { describe, expect, test } from 'vitest'
import { defaultTraining } from '../../src/graph/document.ts'
import { createPcaClient, type PcaData, type PcaFit, testMseAt } from '../../src/training/pca/client.ts'
import { fitDataset } from '../../src/training/pca/fit.ts'
import { fitKey } from '../../src/training/pca/fitKey.ts'
import { pcaMse } from '../../src/training/pca/project.ts'
import type { PcaReport, PcaRequest } from '../../src/training/pca/protocol.ts'
import { striped } from './digits.ts'

const mnist: PcaData = { ...defaultTraining, shape: [1, 28, 28] }

/** A page whose workers wait until they are told what to report. */
function open(kept = new Map<string, PcaFit>()) {
  const workers: { request?: PcaRequest; isEnded: boolean; report(report: PcaReport): void }[] = []
  const client = createPcaClient({
    base: 'http://localhost/',
    read: async key => kept.get(key),
    keep: async (key, fit) => void kept.set(key, fit),
    createWorker: () => {
      const target = new EventTarget()
      const worker: (typeof workers)[number] = {
        isEnded: false,
        report: report => target.dispatchEvent(Object.assign(new Event('message'), { data: report })),
      }
      workers.push(worker)
      return {
        postMessage: (request: PcaRequest) => {
          worker.request = request
        },
        terminate: () => {
          worker.isEnded = true
        },
        addEventListener: target.addEventListener.bind(target),
      } as Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>
    },
  })
  return { client, workers, kept }
}

const settled = () => new Promise(resolve => setTimeout(resolve))

describe('PCA of a dataset', () => {
  test('comes with its errors on both parts at every code size', async () => {
    const dataset = striped(40, 20)
    const fit = await fitDataset(dataset, 2)
    expect(fit.pca.dims).toBe(36)
    expect(fit).toMatchObject({ trainImages: 40, testImages: 20 })
    const train = await pcaMse(fit.pca, dataset.train, [1, 3, 36])
    const test = await pcaMse(fit.pca, dataset.test, [1, 3, 36])
    for (const [i, dims] of [1, 3, 36].entries()) {
      expect(fit.trainMse[dims - 1]).toBeCloseTo(train[i]!, 12)
      expect(testMseAt(fit, dims)).toBeCloseTo(test[i]!, 12)
    }
    expect(testMseAt(fit, 50)).toBe(testMseAt(fit, 36))
  })

  test('without test images has no test error', async () => {
    const fit = await fitDataset(striped(40, 0), 2)
    expect(testMseAt(fit, 2)).toBeUndefined()
    expect(fit.trainMse).toHaveLength(36)
  })

  test('has one name for equal images, however the settings are written', () => {
    const same = { ...mnist, resize: false, noise: 0.2, normalisation: '-1..1', images: 500 } as const
    expect(fitKey(same)).toBe(fitKey(mnist))
    for (const other of [
      { ...mnist, resize: true },
      { ...mnist, trainLimit: 100 },
      { ...mnist, resize: true, shape: [1, 14, 14] },
      { ...mnist, dataset: 'shapes' },
    ] as const) {
      expect(fitKey(other)).not.toBe(fitKey(mnist))
    }
    const drawn = { ...mnist, dataset: 'shapes', shape: [1, 9, 9] } as const
    expect(fitKey({ ...drawn, images: 500 })).not.toBe(fitKey(drawn))
    expect(fitKey({ ...drawn, testShare: 0.5 })).toBe(fitKey(drawn))
  })
})

describe('the page', () => {
  test('works own data out anew each time, since other images may have its name by now', async () => {
    const own = { ...mnist, dataset: 'own:leaves' } as const
    expect(fitKey(own)).toBeUndefined()
    const fit = await fitDataset(striped(40, 20), 2)
    const { client, workers, kept } = open()
    const first = client.fit({ data: own, dims: 8 })
    await settled()
    workers[0]!.report({ type: 'fitted', fit })
    expect(await first).toBe(fit)
    await settled()
    void client.fit({ data: own, dims: 8 })
    await settled()
    expect(workers).toHaveLength(2)
    expect(kept.size).toBe(0)
  })

  test('is answered from memory, then from the last visit, then by a worker that is ended', async () => {
    const fit = await fitDataset(striped(40, 20), 2)
    const { client, workers, kept } = open()
    const heard: number[] = []
    const first = client.fit({ data: mnist, dims: 8 }, { onProgress: done => heard.push(done) })
    await settled()
    expect(workers[0]!.request).toEqual({ data: mnist, dims: 8, base: 'http://localhost/' })
    workers[0]!.report({ type: 'progress', done: 0.5 })
    workers[0]!.report({ type: 'fitted', fit })
    expect(await first).toBe(fit)
    await settled()
    expect(heard).toEqual([0.5])
    expect(workers[0]!.isEnded).toBe(true)
    expect(await client.fit({ data: mnist, dims: 4 })).toBe(fit)
    expect(workers).toHaveLength(1)

    const later = open(kept)
    expect(await later.client.fit({ data: mnist, dims: 8 })).toBe(fit)
    expect(later.workers).toHaveLength(0)
  })

  test('works out anew what was kept with too few components, but not more than there are', async () => {
    const small = await fitDataset(striped(40, 20, 12), 2)
    expect(small.pca.dims).toBe(128)
    const { client, workers } = open(new Map([[fitKey(mnist)!, small]]))
    expect(await client.fit({ data: mnist, dims: 128 })).toBe(small)
    void client.fit({ data: mnist, dims: 140 })
    await settled()
    expect(workers[0]!.request).toMatchObject({ dims: 140 })
    const whole = await fitDataset(striped(40, 20), 36)
    const other = open(new Map([[fitKey(mnist)!, whole]]))
    expect(await other.client.fit({ data: mnist, dims: 500 })).toBe(whole)
  })

  test('shares a worker between those who ask for the same, and ends it with the last of them', async () => {
    const { client, workers } = open()
    const [one, two] = [new AbortController(), new AbortController()]
    const first = client.fit({ data: mnist, dims: 8 }, { signal: one.signal })
    const second = client.fit({ data: mnist, dims: 8 }, { signal: two.signal })
    await settled()
    expect(workers).toHaveLength(1)
    one.abort(new Error('First is gone.'))
    await expect(first).rejects.toThrow('First is gone.')
    expect(workers[0]!.isEnded).toBe(false)
    two.abort(new Error('Second is gone.'))
    await expect(second).rejects.toThrow('Second is gone.')
    expect(workers[0]!.isEnded).toBe(true)
    void client.fit({ data: mnist, dims: 8 })
    await settled()
    expect(workers).toHaveLength(2)
  })

  test('hears why it failed, and may try again', async () => {
    const { client, workers } = open()
    const first = client.fit({ data: mnist, dims: 8 })
    await settled()
    workers[0]!.report({ type: 'failed', message: 'The digits could not be fetched.' })
    await expect(first).rejects.toThrow('The digits could not be fetched.')
    await settled()
    expect(workers[0]!.isEnded).toBe(true)
    void client.fit({ data: mnist, dims: 8 })
    await settled()
    expect(workers).toHaveLength(2)
  })
})
