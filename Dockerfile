FROM golang:1.26-alpine AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# What `demarche version` tells: there is no .git here to ask, so `make image` passes it.
ARG VERSION="" COMMIT="" DATE=""
RUN CLI=github.com/demarche-graph/demarche/internal/cli && CGO_ENABLED=0 go build -trimpath -o /demarche \
    -ldflags="-s -w -X $CLI.stampedVersion=$VERSION -X $CLI.stampedCommit=$COMMIT -X $CLI.stampedDate=$DATE" .

FROM alpine:3.22
RUN adduser -D -u 10001 demarche && mkdir /data && chown demarche /data
COPY --from=build /demarche /usr/local/bin/demarche
COPY LICENSE NOTICE /usr/share/doc/demarche/
USER 10001
VOLUME /data
ENV DEMARCHE_ADDR=0.0.0.0:8080 \
    XDG_DATA_HOME=/data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD wget -q -O /dev/null http://127.0.0.1:8080/readyz
ENTRYPOINT ["demarche"]
CMD ["serve"]
