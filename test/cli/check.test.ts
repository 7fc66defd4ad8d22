import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import type { Findings } from '../../src/analyze/check.ts'
import { saveDocument } from '../../src/graph/save.ts'
import { chain, graph, input, node } from '../builders.ts'
import { folder, hourglass } from './hourglass.ts'

const here = folder()

describe('hourglass check', () => {
  test('prints the findings of the reference autoencoder, and they are no errors', async () => {
    const { code, lines } = await hourglass('check', 'reference-autoencoder', '--json')
    expect(code).toBe(0)
    const [findings] = lines<Findings>()
    expect(findings!.composed.forward!.map.length).toBe(28)
    expect(findings!.nodes.filter(node => node.unevenness > 0).map(node => node.id)).toEqual([
      'conv4',
      'deconv2',
    ])
    const text = await hourglass('check', 'reference-autoencoder')
    expect(text.out).toContain('deconv2: Kernel 4, a multiple of stride 2.')
    expect(text.out).toContain(
      'unevenness 1.333: kernel 3 is not a multiple of stride 2; deconv3 evens it out',
    )
  })

  test('refuses a graph with a problem and says which', async () => {
    const path = join(here, 'wrong.json')
    writeFileSync(path, saveDocument(chain(input(1, 6, 6), ['Conv2d', { kernelSize: 9 }]), registry))
    const { code, err } = await hourglass('check', path, '--json')
    expect([code, err]).toEqual([1, expect.stringContaining('Kernel 9 does not fit into height 6')])
  })

  test('says what repeats, from where to where, and what has no period', async () => {
    const path = join(here, 'beside.json')
    const beside = graph(
      [
        node('image', 'Input', { shape: [1, 8, 8] }),
        node('left', 'ConvTranspose2d', { stride: 2 }),
        node('right', 'ConvTranspose2d', { stride: 2 }),
        node('both', 'Concat', { dim: 3 }),
      ],
      [
        ['image', 'left'],
        ['image', 'right'],
        ['left', 'both'],
        ['right', 'both'],
      ],
    )
    writeFileSync(path, saveDocument(beside, registry))
    const text = await hourglass('check', path)
    expect(text.out).toContain(
      'left (ConvTranspose2d): its output repeats every 2×2 pixels, unevenness 1.333',
    )
    expect(text.out).toMatch(/From image to both: unevenness \d\.\d{3}, without a period/)
    const [findings] = (await hourglass('check', path, '--json')).lines<Findings>()
    expect(findings!.composed.forward!.period).toBeNull()
  })

  test('says where the output does not come back to the size of the image', async () => {
    const path = join(here, 'smaller.json')
    const smaller = chain(
      input(1, 28, 28),
      ['Conv2d', { kernelSize: 3, stride: 2, padding: 1 }, { group: 'encoder' }],
      ['ConvTranspose2d', { outChannels: 1, kernelSize: 3, stride: 2, padding: 1 }, { group: 'decoder' }],
    )
    const groups = ['encoder', 'decoder'].map(id => ({ id, name: id }))
    writeFileSync(path, saveDocument({ ...smaller, groups }, registry))
    const { code, out } = await hourglass('check', path)
    expect([code, out]).toEqual([0, expect.stringContaining('The output is 1×27×27, the image 1×28×28.')])
  })

  test('leaves out a map that no text holds, and says so', async () => {
    const path = join(here, 'huge.json')
    const huge = chain(input(1, 100_000, 100_000), ['Conv2d', { stride: 2 }])
    writeFileSync(path, saveDocument(huge, registry))
    const { code, err, lines } = await hourglass('check', path, '--json')
    expect([code, err]).toEqual([0, expect.stringContaining('The map of 100000×100000 is left out')])
    expect(lines<Findings>()[0]!.composed.gradient).toMatchObject({ period: [2, 2], map: [] })
    expect((await hourglass('check', path)).code).toBe(0)
  })
})
