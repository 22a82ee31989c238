# syntax=docker/dockerfile:1
# docker build -t cordon .    How to run it: docs/configuration.md, "In a container".

FROM node:24-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
# No install scripts: the compiler needs none, and the image has its own Node.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY scripts ./scripts
COPY src ./src
RUN npm run build

FROM node:24-slim AS dependencies
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /src/node_modules ./node_modules
COPY --from=build /src/dist ./dist
COPY package.json LICENSE ./
COPY policies ./policies
# The only place that is written to: mount a volume here. Everything else may be read-only.
RUN mkdir -m 0700 /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 8080 8081
# Its own listener, with or without TLS: whose certificate that is does not matter to whether it is up.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "const ask = (by) => new Promise((end) => require(by).get({ host: '127.0.0.1', port: 8080, path: '/healthz', rejectUnauthorized: false }, (answer) => end(answer.statusCode === 200)).on('error', () => end(false))); ask('node:http').then((up) => up || ask('node:https')).then((up) => process.exit(up ? 0 : 1))"]
ENTRYPOINT ["node", "dist/main.js"]
CMD ["serve", "--config", "/etc/cordon/cordon.yaml"]
