import type { Plugin } from 'vite'

const asks = 'if(typeof _scriptDir !== "undefined" && _scriptDir){scriptDirectory=_scriptDir}'

/**
 * Lets wasm use threads in a minified build. Its threads run the text of a function of `@tensorflow/tfjs-backend-wasm`,
 * which asks by `typeof` for a variable outside of it that the text does not carry. The minifier knows the variable and
 * drops the question, so that each thread would fail with a ReferenceError. In a worker the variable is undefined and the
 * statement without effect: it is taken out.
 */
export const wasmThreads = (): Plugin => ({
  name: 'hourglass:wasm-threads',
  apply: 'build',
  transform: (code, id) => {
    if (!id.includes('tfjs-backend-wasm-threaded-simd.js')) return undefined
    if (!code.includes(asks)) throw new Error('tfjs-backend-wasm has changed: see src/build/wasmThreads.ts.')
    return { code: code.replace(asks, ''), map: null }
  },
})
