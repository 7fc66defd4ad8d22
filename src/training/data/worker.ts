/** The data worker: reads files, keeps what they hold, and shows some images of any data. */
import { downloadMnistSample } from '../mnistDownload.ts'
import { decodePicture } from './decode.ts'
import { lookAt, stripOf } from './look.ts'
import type { OwnData } from './ownData.ts'
import { keepOwn, readOwnStrip } from './ownStore.ts'
import type { DataQuestions, DataReport, DataRequest } from './protocol.ts'
import { readFiles } from './readFiles.ts'

type Answers = {
  [Q in keyof DataQuestions]: (
    asked: DataQuestions[Q]['asked'],
    base: string,
    onProgress: (what: string, part: number) => void,
  ) => Promise<DataQuestions[Q]['answer']>
}

/** What was read last and may be kept. */
let held: OwnData | undefined

const answers: Answers = {
  async read({ files, shape }, _, onProgress) {
    held = undefined
    const { found, errors, isSized } = await readFiles(
      files.map(({ path, file }) => ({
        path,
        size: file.size,
        read: async () => new Uint8Array(await file.arrayBuffer()),
      })),
      { shape, decode: decodePicture, onProgress },
    )
    if (!found) return { isSized, notes: [], errors }
    held = found.data
    const { train: images, test: _tests, ...facts } = found.data
    return { facts, strip: stripOf(images, facts.shape), isSized, notes: found.notes, errors }
  },
  async keep({ name }) {
    if (!held) throw new Error('There is no data to add: choose its files again.')
    const { train, test, ...facts } = held
    const named = { ...facts, name }
    try {
      await keepOwn({ ...named, train, test }, stripOf(train, facts.shape))
    } catch (error) {
      const isFull = error instanceof DOMException && error.name === 'QuotaExceededError'
      const reason = isFull ? 'the browser has no room left; delete other data' : String(error)
      throw new Error(`“${name}” could not be kept: ${reason}.`)
    }
    held = undefined
    return named
  },
  look: ({ training, input }, base) =>
    lookAt(training, input, { mnist: () => downloadMnistSample(base), own: readOwnStrip }),
}

const report = (message: DataReport): void => postMessage(message)

/** The time between two reports of progress, in milliseconds. */
const reportEvery = 100

addEventListener('message', async ({ data }: MessageEvent<DataRequest>) => {
  const { id, question, asked, base } = data
  let told = 0
  const onProgress = (what: string, part: number): void => {
    if (performance.now() < told + reportEvery) return
    told = performance.now()
    report({ id, type: 'progress', what, part })
  }
  try {
    const answer = await (answers[question] as Answers['read'])(asked as never, base, onProgress)
    report({ id, type: 'answer', answer })
  } catch (error) {
    report({ id, type: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
})
