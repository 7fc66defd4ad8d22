/** Faults put into the stepper and the backends: what a run makes of them. */
import { describe, expect, test } from 'vitest'
import { defaultTraining } from '../../src/graph/document.ts'
import type { BackendName, TrainRequest } from '../../src/training/protocol.ts'
import type { ServiceEnvironment } from '../../src/training/service.ts'
import type { Stepper } from '../../src/training/stepper.ts'
import { createTfjsStepper } from '../../src/training/tfjsStepper.ts'
import { chain, input, planOf } from '../builders.ts'
import { tinyPlan } from './digits.ts'
import { lossesOf, openService } from './open.ts'

const request: { type: 'train' } & TrainRequest = {
  type: 'train',
  plan: tinyPlan(),
  settings: { ...defaultTraining, batchSize: 8, epochs: 4, learningRate: 0.01, checkpointEvery: 2 },
  backend: 'webgpu',
}

/** All of them are cpu in truth, so that the numbers are the same whatever a run falls back to. */
const order: readonly BackendName[] = ['webgpu', 'webgl', 'wasm', 'cpu']

/**
 * A service on pretended backends. `fault` changes the stepper of the given backend; `deviceError` is what the GPU would
 * report outside of any call.
 */
function openFaulty(
  fault: (stepper: Stepper, backend: BackendName, deviceError: (message: string) => void) => Partial<Stepper>,
  more: Partial<NonNullable<ServiceEnvironment['parts']>> = {},
) {
  let current: BackendName = 'webgpu'
  let deviceError: (message: string) => void = () => {}
  const start = (name: BackendName, options: ServiceEnvironment['backend'] = {}) => {
    current = name
    deviceError = options.onDeviceError ?? deviceError
    return { name, reason: `${name} in a test` }
  }
  return openService({
    parts: {
      startBackend: async (choice, options) => start(choice === 'auto' ? 'webgpu' : choice, options),
      startNextBackend: async (failed, options) => {
        const next = order[order.indexOf(failed) + 1]
        if (!next) throw new Error('No other backend is left.')
        return start(next, options)
      },
      checkBackend: async () => undefined,
      createStepper: (...args) => {
        const stepper = createTfjsStepper(...args)
        return { ...stepper, ...fault(stepper, current, message => deviceError(message)) }
      },
      ...more,
    },
  })
}

/** Calls `act` in the given step. */
const atStep = (
  stepper: Stepper,
  step: number,
  act: () => void,
): Pick<Stepper, 'step' | 'setOptimizerState'> => {
  let done = 0
  return {
    step(indices) {
      if (++done === step) act()
      stepper.step(indices)
    },
    setOptimizerState(state) {
      done = state.step![0]!
      stepper.setOptimizerState(state)
    },
  }
}

const undisturbed = async (): Promise<number[]> => {
  const { run, reports } = openService()
  await run({ ...request, backend: 'cpu' })
  return lossesOf(reports)
}

describe('a backend that fails', () => {
  test('throws in a step: the next one goes on from the last checkpoint, and says why', async () => {
    const { run, all, reports } = openFaulty((stepper, backend) =>
      backend === 'cpu' || backend === 'wasm'
        ? {}
        : atStep(stepper, 6, () => {
            throw new Error(`${backend} ran out of memory`)
          }),
    )
    await run(request)
    expect(all('recovered')).toEqual([
      {
        type: 'recovered',
        step: 4,
        backend: 'webgl',
        message: 'WebGPU failed: webgpu ran out of memory. Training goes on with WebGL from step 4.',
      },
      {
        type: 'recovered',
        step: 4,
        backend: 'wasm',
        message: 'WebGL failed: webgl ran out of memory. Training goes on with WebAssembly from step 4.',
      },
    ])
    expect(all('finished')).toMatchObject([{ step: 12, reason: 'done' }])
    expect(lossesOf(reports)).toEqual(await undisturbed())
  })

  test('is lost and never answers again: nobody waits for it', async () => {
    const { run, all, reports } = openFaulty((stepper, backend, deviceError) => {
      if (backend !== 'webgpu') return {}
      let isLost = false
      return {
        ...atStep(stepper, 8, () => {
          isLost = true
          deviceError('The GPU was lost: the driver was reset')
        }),
        losses: () => (isLost ? new Promise(() => {}) : stepper.losses()),
        weights: () => (isLost ? new Promise(() => {}) : stepper.weights()),
      }
    })
    await run(request)
    expect(all('recovered')).toMatchObject([
      {
        step: 6,
        backend: 'webgl',
        message:
          'WebGPU failed: The GPU was lost: the driver was reset. Training goes on with WebGL from step 6.',
      },
    ])
    expect(lossesOf(reports)).toEqual(await undisturbed())
  })

  test('reports an error after it was left: the run on the next one does not hear it', async () => {
    let late: (message: string) => void = () => {}
    const { run, all } = openFaulty((stepper, backend, deviceError) => {
      if (backend === 'webgpu') {
        late = deviceError
        return atStep(stepper, 3, () => late('An error'))
      }
      return {}
    })
    await run(request)
    expect(all('recovered')).toHaveLength(1)
    expect(all('finished')).toMatchObject([{ reason: 'done' }])
  })

  test('computes no numbers any more: a check finds it out', async () => {
    const broken = { losses: async (stepper: Stepper) => (await stepper.losses()).map(() => Number.NaN) }
    const open = (check: () => Promise<string | undefined>) =>
      openFaulty(
        (stepper, backend) => {
          if (backend !== 'webgpu') return {}
          let isBroken = false
          return {
            ...atStep(stepper, 5, () => {
              isBroken = true
            }),
            losses: () => (isBroken ? broken.losses(stepper) : stepper.losses()),
          }
        },
        { checkBackend: check },
      )
    const faulty = open(async () => 'it computes wrongly')
    await faulty.run(request)
    expect(faulty.all('recovered')[0]?.message).toBe(
      'WebGPU failed: The loss is no longer a number at step 5: train with a lower learning rate. Training goes on with WebGL from step 4.',
    )
    expect(lossesOf(faulty.reports)).toEqual(await undisturbed())

    const sound = open(async () => undefined)
    await sound.run(request)
    expect(sound.all('recovered')).toEqual([])
    expect(sound.all('failed')[0]?.message).toBe(
      'The loss is no longer a number at step 5: train with a lower learning rate. The weights of step 4 are kept.',
    )
  })

  test('returns zeros without an error, as a GPU does after an invalid shader', async () => {
    const { run, all } = openFaulty((stepper, backend) =>
      backend === 'webgpu' ? { losses: async () => (await stepper.losses()).map(() => 0) } : {},
    )
    await run(request)
    expect(all('recovered')).toMatchObject([{ step: 0, backend: 'webgl' }])
    expect(all('finished')).toMatchObject([{ step: 12 }])
  })

  test('is the last one: the run fails, and its weights can still be had', async () => {
    const { run, all, serve, next } = openFaulty(stepper =>
      atStep(stepper, 6, () => {
        throw new Error('out of memory')
      }),
    )
    await run({ ...request, backend: 'cpu' })
    expect(all('failed')[0]?.message).toBe(
      'out of memory. No other backend is left. The weights of step 4 are kept.',
    )
    const answer = next('weights')
    serve({ type: 'weights' })
    const { step, weights } = await answer
    expect([step, weights]).toEqual([4, all('checkpoint').at(-1)!.weights])
  })

  test('a run that was paused or stopped meanwhile stays so', async () => {
    const { serve, next, all } = openFaulty((stepper, backend) =>
      backend === 'webgpu'
        ? atStep(stepper, 3, () => {
            serve({ type: 'pause' })
            throw new Error('lost')
          })
        : {},
    )
    serve(request)
    expect((await next('paused')).step).toBe(2)
    serve({ type: 'stop' })
    await next('finished')
    expect(all('finished')).toMatchObject([{ step: 2, reason: 'stopped' }])
  })
})

test('a tensor of more axes than a GPU takes is refused before training, with the backends that take it', async () => {
  const { run, all } = openFaulty(() => ({}))
  const plan = planOf(
    chain(
      input(1, 6, 6),
      ['Flatten'],
      ['Unflatten', { unflattenedSize: [1, 3, 3, 2, 2, 1] }],
      ['ReLU'],
      ['Flatten'],
      ['Linear', { outFeatures: 36 }],
      ['Unflatten', { unflattenedSize: [1, 6, 6] }],
    ),
  )
  await run({ ...request, plan })
  expect(all('failed')).toEqual([
    {
      type: 'failed',
      message:
        'unflatten1 yields a tensor of 7 axes with the batch, and WebGPU takes 6 at most: train with WebAssembly or JavaScript.',
    },
  ])
  await run({ ...request, plan, backend: 'cpu' })
  expect(all('finished')).toHaveLength(1)
})
