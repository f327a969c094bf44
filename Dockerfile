# Clausewise for one machine. Nothing here needs torch: the encoder comes exported.
FROM python:3.11-slim-bookworm AS build
COPY . /src
RUN python -m venv /opt/clausewise \
 && /opt/clausewise/bin/pip install --no-cache-dir --no-compile --constraint /src/constraints.txt /src \
 && /opt/clausewise/bin/python -m compileall -q /opt/clausewise

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --create-home --home-dir /var/lib/clausewise --shell /usr/sbin/nologin clausewise
COPY --from=build /opt/clausewise /opt/clausewise
ENV PATH=/opt/clausewise/bin:$PATH \
    CLAUSEWISE_HOME=/var/lib/clausewise \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /var/lib/clausewise
USER 10001:10001
VOLUME /var/lib/clausewise
EXPOSE 8400
# The first start reads the policies in, which takes a minute or more.
HEALTHCHECK --interval=30s --timeout=6s --start-period=10m --retries=3 \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8400/healthz', timeout=5)"]
ENTRYPOINT ["clausewise"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8400"]
