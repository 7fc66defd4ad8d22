import { describe, expect, test } from 'vitest'
import { computedRemedy, renamed, renamingFor } from '../../src/formats/pytorch/weightNames.ts'

const model = ['encoder.0.weight', 'encoder.0.bias', 'decoder.1.weight']
const behind = (start: string, names = model) => names.map(name => `${start}${name}`)

describe('names of weights', () => {
  test('that fit are left alone, also where others do not', () => {
    expect(renamingFor(model, model)).toBeUndefined()
    expect(renamingFor(model, ['encoder.0.weight', 'module.encoder.0.bias'])).toBeUndefined()
    expect(renamingFor(model, [])).toBeUndefined()
    expect(renamingFor([], model)).toBeUndefined()
  })

  test('lose what a wrapper or a model around this one has put before them', () => {
    for (const start of ['module.', '_orig_mod.', 'module._orig_mod.', 'model.net.']) {
      const renaming = renamingFor(model, behind(start))
      expect(renaming).toEqual({ strip: start, add: '' })
      expect(behind(start).map(name => renamed(name, renaming!))).toEqual(model)
    }
  })

  test('gain what the model was wrapped in when it was printed, or what torch leaves out of a single layer', () => {
    expect(renamingFor(behind('module.'), model)).toEqual({ strip: '', add: 'module.' })
    expect(renamingFor(['linear1.weight', 'linear1.bias'], ['weight'])).toEqual({
      strip: '',
      add: 'linear1.',
    })
    expect(renamingFor(behind('_orig_mod.'), behind('module.'))).toEqual({
      strip: 'module.',
      add: '_orig_mod.',
    })
  })

  test('of another layer are not taken for those of this one', () => {
    expect(renamingFor(['a.0.weight'], ['b.0.weight'])).toBeUndefined()
    expect(renamingFor(['module.a.weight'], ['b.a.weight'])).toBeUndefined()
    expect(renamingFor(model, ['other.weight'])).toBeUndefined()
  })

  test.each([
    ['0.weight_g', 'remove_weight_norm'],
    ['0.parametrizations.weight.original', 'remove_parametrizations'],
    ['0.weight_mask', 'prune.remove'],
    ['weight_orig', 'remove_spectral_norm'],
  ])('%s is computed from; the message names the remedy', (name, remedy) => {
    expect(computedRemedy(['0.bias', name])).toContain(`${name} is what a weight is computed from`)
    expect(computedRemedy(['0.bias', name])).toContain(remedy)
    expect(computedRemedy(['0.bias', '0.weight'])).toBeUndefined()
  })
})
