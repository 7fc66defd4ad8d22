/**
 * Runs printed modules against plain @tensorflow/tfjs, in a process that holds nothing of ours. Reads cases.json in the
 * folder that it is given (module, weights, shapes and values of the inputs) and writes what the models return to
 * results.json.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as tf from '@tensorflow/tfjs'

const folder = process.argv[2]
const read = name => readFileSync(join(folder, name))

const results = []
for (const { module, weights, inputs } of JSON.parse(read('cases.json'))) {
  const { createModel, createModels, loadWeights } = await import(pathToFileURL(join(folder, module)))
  const tensors = inputs.map(({ shape, values }) => tf.tensor(values, shape))
  const { model, encoder, decoder } = createModels ? createModels() : { model: createModel() }
  const drawn = model.getWeights().map(weight => Math.max(...weight.abs().dataSync()))
  loadWeights(model, read(weights))
  const outputs = await run(model, tensors)
  const halves = encoder && (await run(decoder, encoder.predict(tensors)))
  results.push({ outputs, halves, drawn })
}
writeFileSync(join(folder, 'results.json'), JSON.stringify({ backend: tf.getBackend(), results }))

async function run(model, inputs) {
  const outputs = [model.predict(inputs)].flat()
  return Promise.all(
    outputs.map(async output => ({ shape: output.shape, values: [...(await output.data())] })),
  )
}
