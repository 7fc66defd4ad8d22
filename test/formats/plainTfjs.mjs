/**
 * Runs printed modules against plain @tensorflow/tfjs, in a process that holds nothing of ours. Reads cases.json in the
 * folder that it is given (module, weights, shapes and values of the inputs) and writes what the models return to
 * results.json: as they are, and after the steps of training that a case asks for.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as tf from '@tensorflow/tfjs'

const folder = process.argv[2]
const read = name => readFileSync(join(folder, name))

const results = []
for (const { module, weights, inputs, steps = 0 } of JSON.parse(read('cases.json'))) {
  const { createModel, createModels, loadWeights } = await import(pathToFileURL(join(folder, module)))
  const tensors = inputs.map(({ shape, values }) => tf.tensor(values, shape))
  const { model, encoder, decoder } = createModels ? createModels() : { model: createModel() }
  const drawn = model.getWeights().map(weight => Math.max(...weight.abs().dataSync()))
  loadWeights(model, read(weights))
  const outputs = await run(model, tensors)
  const halves = encoder && (await run(decoder, encoder.predict(tensors)))
  const trained = steps > 0 ? await train(model, tensors, steps) : undefined
  results.push({ outputs, halves, drawn, trained })
}
writeFileSync(join(folder, 'results.json'), JSON.stringify({ backend: tf.getBackend(), results }))

async function run(model, inputs) {
  const outputs = [model.predict(inputs)].flat()
  return Promise.all(
    outputs.map(async output => ({ shape: output.shape, values: [...(await output.data())] })),
  )
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
  return { weights, outputs: await run(model, inputs) }
}
