import type { Plan, PlanTensor } from './plan.ts'

/**
 * The part of a plan that leads from some of its tensors to others, as a plan of its own: f and g of an autoencoder, or
 * everything up to a layer. Losses are left out; names stay.
 * @throws Error where `outputs` depend on an input that is neither in `inputs` nor behind them.
 */
export function slicePlan(plan: Plan, inputs: readonly PlanTensor[], outputs: readonly PlanTensor[]): Plan {
  const given = new Set(inputs.map(({ name }) => name))
  const wanted = new Set(outputs.map(({ name }) => name))
  const steps = plan.steps.toReversed().filter(step => {
    if (!wanted.has(step.name) || given.has(step.name)) return false
    for (const name of step.inputs) wanted.add(name)
    return true
  })
  const loose = plan.inputs.find(({ name }) => wanted.has(name) && !given.has(name))
  if (loose) throw new Error(`${plan.name}: the part needs ${loose.name}, which is not given to it.`)
  const kept = new Set(steps.map(({ name }) => name))
  const nodes = new Set(steps.map(({ node }) => node))
  return {
    name: plan.name,
    inputs,
    outputs,
    steps: steps.toReversed(),
    weights: plan.weights.filter(({ step }) => kept.has(step)),
    losses: [],
    nodes: plan.nodes.filter(({ id }) => nodes.has(id)),
  }
}

/** f: from the image to the code. @throws Error where the network has no code. */
export const encoderPlan = (plan: Plan): Plan => slicePlan(plan, plan.inputs, [codeOfPlan(plan)])

/** g: from the code to `picture`, or else to the first output. @throws Error where the network has no code. */
export function decoderPlan(plan: Plan, picture?: string): Plan {
  const last = picture === undefined ? plan.outputs[0]! : tensorNamed(plan, picture)
  return slicePlan(plan, [codeOfPlan(plan)], [last])
}

function codeOfPlan({ code, name }: Plan): PlanTensor {
  if (code) return code
  throw new Error(
    `${name} has no code: one tensor has to lead from a group named encoder into one named decoder, and nothing past it.`,
  )
}

/** A tensor of the plan by its name: an input, an output, or what a node yields. @throws Error where there is none. */
export function tensorNamed(plan: Plan, name: string): PlanTensor {
  const known = [...plan.inputs, ...plan.outputs].find(tensor => tensor.name === name)
  if (known) return known
  const node = plan.nodes.find(({ tensor }) => tensor === name)
  if (!node) throw new Error(`${plan.name} has no tensor ${name}.`)
  return { name, node: node.id, port: 'output', shape: node.output }
}
