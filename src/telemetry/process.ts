import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import process from 'node:process'
import type { Metrics } from './metrics.ts'

/** Milliseconds between two looks at the event loop. */
const RESOLUTION = 20

/**
 * What the process and its engine say of themselves, read at each scrape. prom-client has such metrics too, but never stops what it starts
 * for them, and each registry of a process would start it again. Returns what stops it.
 */
export function watchProcess(metrics: Metrics): () => void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION })
  delay.enable()
  metrics.onScrape(() => {
    const { user, system } = process.cpuUsage()
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage()
    metrics.total('process_cpu_seconds_total', [[{}, (user + system) / 1e6]])
    metrics.state('process_resident_memory_bytes', [[{}, rss]])
    metrics.state('process_start_time_seconds', [[{}, performance.timeOrigin / 1000]])
    metrics.state('nodejs_heap_used_bytes', [[{}, heapUsed]])
    metrics.state('nodejs_heap_total_bytes', [[{}, heapTotal]])
    metrics.state('nodejs_external_memory_bytes', [[{}, external]])
    // What it measures is the time between two of its own ticks.
    const over = (ns: number) => Math.max(0, ns / 1e9 - RESOLUTION / 1000)
    const at = (quantile: string) => [{ quantile }, over(delay.percentile(Number(quantile) * 100))] as const
    metrics.state('cordon_event_loop_delay_seconds', delay.count === 0 ? [] : ['0.5', '0.9', '0.99', '1'].map(at))
    delay.reset()
  })
  return () => void delay.disable()
}
