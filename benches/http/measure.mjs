// One step of load after another: rates, latencies, and what an accepted request costs.
import { median, percentile } from './report.mjs'

export const setting = (name, otherwise) => Number(process.env[name] || otherwise)
const duration = setting('DURATION', 8)

export async function measure (postgres, contender, load) {
  postgres.checkpoint()
  const before = counters(postgres, contender)
  const sample = await load(contender)
  const after = counters(postgres, contender)
  const perDecision = name => (after[name] - before[name]) / sample.accepted.length
  contender.stored = (contender.stored ?? 0) + sample.accepted.length
  return {
    rate: sample.rate,
    p50: percentile(sample.accepted, 50),
    p99: percentile(sample.accepted, 99),
    refused: sample.refused.length / (sample.accepted.length + sample.refused.length),
    refusedP99: percentile(sample.refused, 99),
    service: perDecision('service'),
    postgres: perDecision('postgres'),
    tool: perDecision('tool'),
    wal: perDecision('wal')
  }
}

function counters (postgres, contender) {
  const { user, system } = process.cpuUsage()
  const service = contender.processorMs?.() ?? 0
  return { service, postgres: postgres.processorMs(), tool: (user + system) / 1000, wal: postgres.walBytes() }
}

// Takes turns, so that whatever else the machine does affects everybody alike. A step is a name, contenders and a load.
export async function measureInTurns (postgres, steps) {
  const samples = new Map()
  for (let round = 0; round < setting('ROUNDS', 3); round++) {
    for (const [step, contenders, load] of steps) {
      for (const contender of contenders) {
        const key = JSON.stringify({ step, contender: contender.name })
        samples.set(key, [...(samples.get(key) ?? []), await measure(postgres, contender, load)])
      }
    }
  }
  return [...samples].map(([key, measured]) => ({ ...JSON.parse(key), ...medians(measured) }))
}

function medians (samples) {
  return Object.fromEntries(Object.keys(samples[0]).map(name => [name, median(samples.map(sample => sample[name]))]))
}

// The closed model with so many clients.
export function closedSteps (clients, contenders) {
  return clients.map(count => [`${count}`, contenders, contender => contender.load(count, duration)])
}

// The open model, and more clients than a service accepts.
export function openStep (rate, contenders) {
  return [`${rate}/s`, contenders, contender => contender.loadAtRate(rate, duration)]
}

export function crowdStep (clients, contenders) {
  return [`${clients}`, contenders, contender => contender.loadByCrowd(clients, duration)]
}
