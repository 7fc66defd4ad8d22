import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { setTraining } from '../../src/commands/index.ts'
import {
  defaultTraining,
  emptyDocument,
  type GraphDocument,
  type TrainingSettings,
} from '../../src/graph/document.ts'
import { readDocument } from '../../src/graph/load.ts'
import { saveDocument } from '../../src/graph/save.ts'
import { fullTraining, shortTraining } from '../../src/graph/training.ts'
import { outcome } from '../commands/history.ts'

const file = (training: object) => ({ ...emptyDocument, training: { ...defaultTraining, ...training } })

const faultsOf = (training: object): string[] => {
  const loaded = readDocument(file(training), registry)
  return 'faults' in loaded ? loaded.faults.map(({ path, message }) => `${path}: ${message}`) : []
}

const read = (training: object): GraphDocument => {
  const loaded = readDocument(file(training), registry)
  if ('faults' in loaded) throw new Error(loaded.faults[0]!.message)
  return loaded.document
}

describe('settings of training', () => {
  test('at their defaults are left out of the file, so that older files stay as they are', () => {
    const spelled = fullTraining(defaultTraining)
    expect(spelled).toMatchObject({ betas: [0.9, 0.999], clipGradNorm: null, schedule: 'constant' })
    expect(shortTraining(spelled)).toEqual(defaultTraining)
    expect(read(spelled).training).toEqual(defaultTraining)
    expect(saveDocument({ ...emptyDocument, training: spelled }, registry)).toBe(
      saveDocument(emptyDocument, registry),
    )
  })

  test('that differ come back from a file as they went in', () => {
    const training = {
      ...{ optimizer: 'SGD', momentum: 0.9, nesterov: true, weightDecay: 1e-4, clipGradNorm: 1 },
      ...{ schedule: 'CosineAnnealingLR', etaMin: 1e-5, warmupSteps: 100, patience: 3 },
    }
    const document = read(training)
    expect(document.training).toEqual({ ...defaultTraining, ...training })
    expect(readDocument(JSON.parse(saveDocument(document, registry)), registry)).toEqual({ document })
  })

  test("take torch's weight decay of the optimizer where none is given", () => {
    const decayOf = (training: object) => fullTraining(read(training).training).weightDecay
    expect(decayOf({})).toBe(0)
    expect(decayOf({ optimizer: 'AdamW' })).toBe(0.01)
    expect(decayOf({ optimizer: 'AdamW', weightDecay: 0 })).toBe(0)
    expect(read({ optimizer: 'AdamW', weightDecay: 0.01 }).training).not.toHaveProperty('weightDecay')
  })

  test('that are wrong are refused with their place and what would fit', () => {
    expect(faultsOf({ optimizer: 'Adagrad', betas: [0.9, 1], clipGradNorm: 0, patience: 0 })).toEqual([
      `training.optimizer: expected one of 'Adam', 'AdamW', 'SGD', 'RMSprop'; got "Adagrad"`,
      'training.betas: expected a list of 2 numbers from 0 to 1, 1 left out; got [0.9, 1]',
      'training.clipGradNorm: expected a number, above 0, or null; got 0',
      'training.patience: expected a whole number from 1 to 10000, or null; got 0',
    ])
  })

  test('that do not go together in torch do not here', () => {
    const sentence = 'nesterov needs a momentum above 0 and no dampening; momentum is 0, dampening 0'
    expect(faultsOf({ optimizer: 'SGD', nesterov: true })).toEqual([`training.nesterov: ${sentence}`])
    expect(faultsOf({ optimizer: 'Adam', nesterov: true })).toEqual([])
    expect(setTraining(emptyDocument, { optimizer: 'SGD', nesterov: true })).toEqual({
      refused: `${sentence}.`,
    })
  })

  test('set to their default leave the document', () => {
    const set = (document: GraphDocument, partial: Partial<TrainingSettings>) =>
      outcome(document, setTraining(document, partial)).training
    expect(set(read({ clipGradNorm: 1 }), { clipGradNorm: null })).toEqual(defaultTraining)
    expect(set(emptyDocument, { betas: [0.9, 0.999] })).toEqual(defaultTraining)
  })
})
