# The image of a desk: the program, the certificates of authorities, and nothing else. See doc/deploy.md.
# GO is any image with Go 1.26 and /etc/ssl/certs/ca-certificates.crt.
ARG GO=docker.io/library/golang:1.26

FROM ${GO} AS build
ARG TARGETOS=linux
ARG TARGETARCH
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY cmd cmd
COPY internal internal
RUN mkdir -p /image/usr/bin /image/etc/ssl/certs /image/usr/share/doc/waidian /desk \
 && mkdir -m 1777 /image/tmp \
 && CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -ldflags='-s -w' -o /image/usr/bin/waidian ./cmd/waidian \
 && cp /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/ \
 && cp internal/notice/NOTICE /image/usr/share/doc/waidian/NOTICE \
 && echo 'waidian:x:65532:65532:Waidian:/var/lib/waidian:/sbin/nologin' >/image/etc/passwd \
 && echo 'waidian:x:65532:' >/image/etc/group

FROM scratch
COPY --from=build /image /
COPY --from=build --chown=65532:65532 /desk /var/lib/waidian
ENV HOME=/var/lib/waidian
USER 65532:65532
WORKDIR /var/lib/waidian
VOLUME /var/lib/waidian
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=15s --start-period=3m CMD ["/usr/bin/waidian", "health"]
ENTRYPOINT ["/usr/bin/waidian"]
CMD ["run", "--listen", "127.0.0.1:8080"]
