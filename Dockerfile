# `make image` builds this. The base images are exact releases, by the digests of their indexes; `make pin-images` renews these.
FROM golang:1.26.8-alpine@sha256:8ac98ca534ac3f51e1f420a1dd2c15e74c75cfa0f23f3ad27eb5d7236c349a0c AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# What `demarche version` tells: there is no .git here to ask, so `make image` passes it.
ARG VERSION="" COMMIT="" DATE=""
RUN CLI=github.com/demarche-graph/demarche/internal/cli && CGO_ENABLED=0 go build -trimpath -o /demarche \
    -ldflags="-s -w -X $CLI.stampedVersion=$VERSION -X $CLI.stampedCommit=$COMMIT -X $CLI.stampedDate=$DATE" .

FROM alpine:3.22.2@sha256:4b7ce07002c69e8f3d704a9c5d6fd3053be500b7f1c69fc0d80990c2ad8dd412
ARG VERSION="" COMMIT="" DATE=""
LABEL org.opencontainers.image.title="Demarche" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$COMMIT" \
      org.opencontainers.image.created="$DATE"
RUN addgroup -g 10001 demarche && adduser -D -H -u 10001 -G demarche demarche && mkdir /data && chown demarche:demarche /data
COPY --from=build /demarche /usr/local/bin/demarche
COPY LICENSE NOTICE /usr/share/doc/demarche/
USER 10001:10001
VOLUME /data
ENV DEMARCHE_ADDR=0.0.0.0:8080 \
    XDG_DATA_HOME=/data
EXPOSE 8080
# A store that is migrated or loaded when the server starts may take minutes, in which it lives and is not ready.
HEALTHCHECK --interval=10s --timeout=3s --start-period=5m \
    CMD wget -q -O /dev/null http://127.0.0.1:8080/readyz
STOPSIGNAL SIGTERM
ENTRYPOINT ["demarche"]
CMD ["serve"]
