# docker build -t kg .
# docker run --rm --network none --user "$(id -u):$(id -g)" -v "$PWD:/work" kg build papers -o out
FROM python:3.12-slim
COPY . /src
RUN pip install --no-cache-dir /src && rm -rf /src
USER 1000
WORKDIR /work
ENTRYPOINT ["kg"]
CMD ["--help"]
