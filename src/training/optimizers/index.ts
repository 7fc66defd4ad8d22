export { readState, type Trainable, writeState } from './layout.ts'
export { createOptimizer, type Optimizer, type OptimizerChoice } from './optimizer.ts'
