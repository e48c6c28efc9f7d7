// Sends profiles, each of them once.
//
// The closed model is autocannon's: a client sends its next request when it has the response to the last. The tools
// whose open model we would use (oha, wrk, autocannon) pick bodies at random, have no such model, or send a second's
// requests at once. So the open model is here: requests start on schedule whatever is still under way, and latency
// counts from the scheduled time. None of them waits after a refusal, so clients that do are here too.
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const autocannon = createRequire(join(process.argv[2], 'package.json'))('autocannon')

// The lines of a file, in order.
export class Profiles {
  constructor (file) {
    this.text = readFileSync(file)
    this.start = 0
  }

  // The same profiles from the first, for another service.
  again () {
    return Object.assign(Object.create(Profiles.prototype), { text: this.text, start: 0 })
  }

  next () {
    const end = this.text.indexOf(10, this.start)
    if (end < 0) throw new Error('all profiles have been sent; set PROFILES to a higher number')
    const line = this.text.subarray(this.start, end)
    this.start = end + 1
    return line
  }

  // A document of average length, to insert on its own.
  document () {
    const lines = this.text.subarray(0, 10_000_000).toString().split('\n').slice(0, -1).sort((a, b) => a.length - b.length)
    const average = lines.reduce((sum, line) => sum + line.length, 0) / lines.length
    return lines.find(line => line.length >= average)
  }
}

function headers (service) {
  return { authorization: `Bearer ${service.token}`, 'content-type': 'application/json' }
}

function count (sample, status, ms) {
  if (status === 201 || status === 200) sample.accepted.push(ms)
  else if (status === 503 || status === 429) sample.refused.push(ms)
  else throw new Error(`unexpected status ${status}`)
}

// A number of clients that each send one request after another.
export function closed (service, clients, seconds) {
  const sample = { accepted: [], refused: [] }
  const began = performance.now()
  let last = began
  return new Promise((resolve, reject) => {
    const run = autocannon({
      url: service.url,
      connections: clients,
      duration: seconds,
      timeout: 60,
      requests: [{
        method: 'POST',
        path: '/v1/decisions',
        headers: headers(service),
        setupRequest: defaults => ({ ...defaults, body: service.profiles.next() })
      }]
    }, (error, result) => {
      if (error) return reject(error)
      sample.errors = result.errors
      resolve({ ...sample, rate: sample.accepted.length / (last - began) * 1000 })
    })
    run.on('response', (_client, status, _bytes, ms) => {
      last = performance.now()
      count(sample, status, ms)
    })
  })
}

// Requests at a fixed rate, however long the responses take.
export async function open (service, rate, seconds) {
  const sample = { accepted: [], refused: [], rate }
  const agent = new Agent({ keepAlive: true })
  const began = performance.now()
  const responses = []
  for (let sent = 0; sent < rate * seconds; sent++) {
    const due = began + sent * 1000 / rate
    if (due > performance.now()) await sleep(due - performance.now())
    const response = send(service, agent, service.profiles.next(), due)
    responses.push(response.then(({ status, ms }) => count(sample, status, ms)))
  }
  await Promise.all(responses)
  agent.destroy()
  return sample
}

// More clients than the service accepts. They start within a second. A refused client tries again after about as long as
// the response asks for: not all at the same instant.
export async function crowd (service, clients, seconds) {
  const sample = { accepted: [], refused: [] }
  const agent = new Agent({ keepAlive: true })
  const began = performance.now()
  const work = async () => {
    await sleep(Math.random() * 1000)
    let profile = service.profiles.next()
    while (performance.now() - began < seconds * 1000) {
      const response = await send(service, agent, profile, performance.now())
      count(sample, response.status, response.ms)
      if (response.refusedFor > 0) await sleep(response.refusedFor * (500 + Math.random() * 1000))
      else profile = service.profiles.next()
    }
  }
  await Promise.all(Array.from({ length: clients }, work))
  agent.destroy()
  return { ...sample, rate: sample.accepted.length / (performance.now() - began) * 1000 }
}

function send (service, agent, body, due) {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', agent, headers: { ...headers(service), 'content-length': body.length } }
    request(service.url + '/v1/decisions', options, response => {
      response.resume()
      const refusedFor = Number(response.headers['retry-after'] ?? 0)
      response.on('end', () => resolve({ status: response.statusCode, ms: performance.now() - due, refusedFor }))
    }).on('error', reject).end(body)
  })
}
