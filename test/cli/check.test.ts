import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import type { Findings } from '../../src/analyze/check.ts'
import { saveDocument } from '../../src/graph/save.ts'
import { chain, input } from '../builders.ts'
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
  })

  test('refuses a graph with a problem and says which', async () => {
    const path = join(here, 'wrong.json')
    writeFileSync(path, saveDocument(chain(input(1, 6, 6), ['Conv2d', { kernelSize: 9 }]), registry))
    const { code, err } = await hourglass('check', path, '--json')
    expect([code, err]).toEqual([1, expect.stringContaining('Kernel 9 does not fit into height 6')])
  })
})
