/** One Server-Sent Event; `data` is sent as JSON. */
export type ServerEvent = { id: string; name: string; data: unknown }

export type EventSink = {
  send(event: ServerEvent): void
  /** Ends the stream; the browser reconnects by itself. */
  end(): void
}

export type EventStreamOptions = {
  /** Called once; what it returns is called when the stream ends, whoever ended it. */
  open(sink: EventSink): () => void
  signal: AbortSignal
  heartbeatMs: number
  /** The newest id, for heartbeats. */
  lastId(): string
  /** Unread bytes after which a client counts as gone. */
  maxQueuedBytes: number
  headers?: Record<string, string>
}

export const eventStreamHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/event-stream; charset=utf-8',
  // no-transform keeps compression, which would hold events back, away.
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
}

const encoder = new TextEncoder()

const frame = ({ id, name, data }: ServerEvent): string =>
  `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`

/**
 * A `text/event-stream` answer. A reader that does not keep up is dropped rather than queued for:
 * it resumes with Last-Event-ID when it is back.
 */
export const eventStreamResponse = (options: EventStreamOptions): Response => {
  let finish: () => void = () => {}

  const stream = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        let finished = false
        let closed: () => void = () => {}

        const stop = (leave: () => void): void => {
          if (finished) return
          finished = true
          clearInterval(heartbeat)
          options.signal.removeEventListener('abort', finish)
          closed()
          try {
            leave()
          } catch {
            // Cancelled by the reader: it is closed already.
          }
        }
        finish = () => stop(() => controller.close())
        // An error, because closing would still wait for the reader that does not read.
        const drop = () =>
          stop(() => controller.error(new DOMException('The reader is too slow', 'AbortError')))
        const write = (text: string): void => {
          if (finished) return
          controller.enqueue(encoder.encode(text))
          if ((controller.desiredSize ?? 0) < 0) drop()
        }
        // A comment keeps proxies from closing the connection; the event lets a page tell silence from loss.
        const heartbeat = setInterval(
          () => write(`: heartbeat\n\n${frame({ id: options.lastId(), name: 'ping', data: {} })}`),
          options.heartbeatMs,
        )
        options.signal.addEventListener('abort', finish)
        write('retry: 1000\n\n')
        closed = options.open({ send: (event) => write(frame(event)), end: finish })
        if (finished) closed()
        else if (options.signal.aborted) finish()
      },
      cancel: () => finish(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: options.maxQueuedBytes }),
  )

  return new Response(stream, { headers: { ...options.headers, ...eventStreamHeaders } })
}
