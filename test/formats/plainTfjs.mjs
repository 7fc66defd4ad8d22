/**
 * Runs printed modules against plain @tensorflow/tfjs on one backend, in a process that holds nothing of ours. Reads
 * cases.json in the folder that it is given (module, weights, inputs, factors of the outputs) and writes what the models
 * return to results-<backend>.json: as they are, their gradients (on cpu not those that are slow), and after the steps of training that a case asks for.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as tf from '@tensorflow/tfjs'

const [folder, backend] = process.argv.slice(2)
const read = name => readFileSync(join(folder, name))
if (backend === 'wasm') await import('@tensorflow/tfjs-backend-wasm')
await tf.setBackend(backend)

const { differentiate } = await import(pathToFileURL(join(folder, 'differentiate.mjs')))

const results = []
for (const { module, weights, inputs, upstream, steps = 0, isSlow } of JSON.parse(read('cases.json'))) {
  const { createModel, createModels, loadWeights } = await import(pathToFileURL(join(folder, module)))
  const tensors = inputs.map(({ shape, values }) => tf.tensor(values, shape))
  const { model, encoder, decoder } = createModels ? createModels() : { model: createModel() }
  const drawn = model.getWeights().map(weight => Math.max(...weight.abs().dataSync()))
  loadWeights(model, read(weights))
  const outputs = run(model, tensors)
  const halves = encoder && run(decoder, encoder.predict(tensors))
  const isSkipped = backend === 'cpu' && isSlow
  const gradients = isSkipped
    ? undefined
    : (await differentiate(model, tensors, upstream)).map(values => [...values])
  loadWeights(model, read(weights))
  const trained = steps > 0 ? await train(model, tensors, steps) : undefined
  results.push({ outputs, halves, drawn, gradients, trained })
}
writeFileSync(join(folder, `results-${backend}.json`), JSON.stringify({ backend: tf.getBackend(), results }))

function run(model, inputs) {
  const outputs = [model.predict(inputs)].flat()
  return outputs.map(output => ({ shape: output.shape, values: [...output.dataSync()] }))
}

/** Takes steps towards a constant, then returns all weights and what the model yields. */
async function train(model, inputs, steps) {
  model.compile({ optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError' })
  const targets = model.outputs.map(({ shape }) => tf.fill([inputs[0].shape[0], ...shape.slice(1)], 0.5))
  await model.fit(inputs, targets, {
    epochs: steps,
    batchSize: inputs[0].shape[0],
    shuffle: false,
    verbose: 0,
  })
  const weights = model.getWeights().map(weight => [...weight.dataSync()])
  return { weights, outputs: run(model, inputs) }
}
