import type { Plugin } from 'vite'

/**
 * Lets wasm use threads in a minified build. The threads run the text of a function of `@tensorflow/tfjs-backend-wasm`,
 * which asks `typeof _scriptDir` for a variable outside of it that its text does not carry. The minifier, seeing the
 * variable, drops the question, and each thread then fails with a ReferenceError. So the part that asks is taken out;
 * what it would set is replaced on the next line wherever the text is run as a thread.
 */
export const wasmThreads = (): Plugin => ({
  name: 'hourglass:wasm-threads',
  apply: 'build',
  transform: (code, id) => {
    if (!id.includes('tfjs-backend-wasm-threaded-simd.js')) return undefined
    const asks = 'if(typeof _scriptDir !== "undefined" && _scriptDir){scriptDirectory=_scriptDir}'
    if (!code.includes(asks)) throw new Error('tfjs-backend-wasm has changed: see src/build/wasmThreads.ts.')
    return { code: code.replace(asks, ''), map: null }
  },
})
