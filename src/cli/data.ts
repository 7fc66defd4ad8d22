import { statSync } from 'node:fs'
import { basename } from 'node:path'
import type { Plan } from '../compile/plan.ts'
import { ownName } from '../graph/dataSettings.ts'
import type { TrainingSettings } from '../graph/document.ts'
import type { OwnData } from '../training/data/ownData.ts'
import type { Dataset } from '../training/stepper.ts'
import { InputError } from './command.ts'
import { readBytes } from './files.ts'
import { readInstalledMnist } from './mnist.ts'

/**
 * The images that the settings choose for the plan's Input, before anything is done to them. `files`, separated by commas,
 * take the place of what the settings name. @throws InputError with what is wrong with each file.
 */
export async function loadData(
  settings: TrainingSettings,
  plan: Plan,
  files: string | undefined,
): Promise<Dataset> {
  const { loadImages } = await import('../training/data/sources.ts')
  const own = files === undefined ? undefined : await readOwnFiles(files.split(','), plan)
  const name = ownName(settings.dataset)
  if (!own && name !== undefined) {
    throw new InputError(`The model was made with the data “${name}”: name its files with --data.`)
  }
  const chosen = own ? { ...settings, dataset: `own:${own.name}` as const } : settings
  try {
    return await loadImages(
      chosen,
      plan.inputs[0]?.shape ?? [],
      { mnist: async () => readInstalledMnist(), own: async () => own },
      () => {},
    )
  } catch (error) {
    throw error instanceof InputError ? error : new InputError((error as Error).message)
  }
}

async function readOwnFiles(paths: readonly string[], plan: Plan): Promise<OwnData> {
  const { readFiles } = await import('../training/data/readFiles.ts')
  const [channels = 1, height = 28, width = 28] = plan.inputs[0]?.shape ?? []
  const { found, errors } = await readFiles(
    paths.map(path => ({
      path: basename(path),
      size: statSync(path, { throwIfNoEntry: false })?.size ?? 0,
      read: async () => new Uint8Array(readBytes(path)),
    })),
    { shape: [channels, height, width], onProgress: () => {} },
  )
  if (!found || errors.length > 0) throw new InputError(errors.map(({ message }) => message).join('\n'))
  return found.data
}
