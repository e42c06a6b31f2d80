{{/*
The stem of every derived name: the release's, or, where the longest (a StatefulSet's, 52 with "-postgres";
a Job's, 63 with "-setup-" and the revision) would not fit, its beginning and a hash of the whole.
*/}}
{{- define "medusa.name" -}}
{{- if le (len .Release.Name) 43 -}}
{{- .Release.Name -}}
{{- else -}}
{{- printf "%s-%s" (.Release.Name | trunc 34 | trimSuffix "-") (sha256sum .Release.Name | trunc 8) -}}
{{- end -}}
{{- end -}}

{{- define "medusa.size" -}}
{{- index (.Files.Get "files/sizes.yaml" | fromYaml) .Values.size | toYaml -}}
{{- end -}}

{{- define "medusa.secret" -}}
{{- required "existingSecret: make a Secret with the keys that README.md lists, and name it here" .Values.existingSecret -}}
{{- end -}}

{{- define "medusa.hosts" -}}
{{- .Values.ingress.hosts | default (list (printf "%s.localhost" .Release.Name)) | toJson -}}
{{- end -}}

{{- define "medusa.tls" -}}
{{- if or .Values.tls.issuer .Values.tls.secretName }}true{{ end -}}
{{- end -}}

{{- define "medusa.url" -}}
{{- $scheme := ternary "https" "http" (eq (include "medusa.tls" .) "true") -}}
{{- .Values.url | default (printf "%s://%s" $scheme (include "medusa.hosts" . | fromJsonArray | first)) -}}
{{- end -}}

{{- define "medusa.scheme" -}}
{{- include "medusa.url" . | splitList "://" | first -}}
{{- end -}}

{{/* With the port, as a browser sends it. */}}
{{- define "medusa.host" -}}
{{- include "medusa.url" . | splitList "://" | last -}}
{{- end -}}

{{/* Every address that pages may call from: the shop's own, and each further host. */}}
{{- define "medusa.origins" -}}
{{- $scheme := include "medusa.scheme" . -}}
{{- $origins := list (include "medusa.url" .) -}}
{{- range include "medusa.hosts" . | fromJsonArray }}{{ $origins = append $origins (printf "%s://%s" $scheme .) }}{{ end -}}
{{- $origins | uniq | join "," -}}
{{- end -}}

{{- define "medusa.workerApart" -}}
{{- if eq (.Values.worker.mode | default (include "medusa.size" . | fromYaml).worker) "apart" }}true{{ end -}}
{{- end -}}

{{- define "medusa.redisImage" -}}
{{- .Values.redis.image | default (index (dict "valkey" "valkey/valkey:9.1.4-alpine" "redis" "redis:7.4.11-alpine") .Values.redis.kind) -}}
{{- end -}}

{{/*
Changes exactly when a setup Job may change the database's layout: with the backend or the server itself. Where
an image is pulled from doesn't count.
*/}}
{{- define "medusa.schema" -}}
{{- printf "%s %s" (base .Values.backend.image) (base .Values.postgres.image) -}}
{{- end -}}

{{/* Kinds are known where a server was asked; offline rendering knows groups and versions only. */}}
{{- define "medusa.serves" -}}
{{- $apis := .root.Capabilities.APIVersions -}}
{{- if $apis.Has "apps/v1/Deployment" -}}
{{- if $apis.Has (printf "%s/%s" .api .kind) }}true{{ end -}}
{{- else if $apis.Has .api }}true{{ end -}}
{{- end -}}

{{/* Takes root and component. Never changes for a release, so that it may stand in selectors. */}}
{{- define "medusa.selector" -}}
app.kubernetes.io/name: medusa
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* Pods and volume claims: nothing here may change with a revision, or each would restart every pod. */}}
{{- define "medusa.podLabels" -}}
{{ include "medusa.selector" . }}
app.kubernetes.io/part-of: urumi
{{- with .root.Values.storeId }}
urumi.dev/store: {{ . | quote }}
{{- end }}
{{- end -}}

{{- define "medusa.labels" -}}
{{ include "medusa.podLabels" . }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* The parts of a pod's spec that all share. Takes root, uid and gid. */}}
{{- define "medusa.pod" -}}
serviceAccountName: {{ include "medusa.name" .root }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: {{ .uid }}
  runAsGroup: {{ .gid }}
  fsGroup: {{ .gid }}
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- end -}}

{{- define "medusa.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* Takes root and items: the keys of the Secret that this pod gets to see. */}}
{{- define "medusa.credentialsVolume" -}}
- name: credentials
  secret:
    secretName: {{ include "medusa.secret" .root }}
    defaultMode: 0440
    items:
      {{- range .items }}
      - {key: {{ . }}, path: {{ . }}}
      {{- end }}
{{- end -}}

{{/* Takes root and items: file names below files/, each mounted under its last part. */}}
{{- define "medusa.scriptsVolume" -}}
- name: scripts
  configMap:
    name: {{ include "medusa.name" .root }}-scripts
    items:
      {{- range .items }}
      - {key: {{ . | replace "/" "-" }}, path: {{ base . }}}
      {{- end }}
{{- end -}}

{{/* A checksum of those files, for the pod template. */}}
{{- define "medusa.checksum" -}}
{{- $content := list -}}
{{- range .items }}{{ $content = append $content ($.root.Files.Get (printf "files/%s" .)) }}{{ end -}}
{{- join "\n" $content | sha256sum -}}
{{- end -}}

{{/* What a container may use. Quantities are texts, as server-side apply takes no numbers on older servers. */}}
{{- define "medusa.resources" -}}
{{- range $kind, $amounts := . }}
{{ $kind }}:
  {{- range $name, $amount := $amounts }}
  {{ $name }}: {{ $amount | toString | quote }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Those of the claim that is there, as they can't be changed; pods go by them too. */}}
{{- define "medusa.accessModes" -}}
{{- $claim := lookup "v1" "PersistentVolumeClaim" .Release.Namespace (printf "%s-uploads" (include "medusa.name" .)) }}
{{- dig "spec" "accessModes" (list .Values.backend.accessMode) ($claim | default dict) | toJson -}}
{{- end -}}

{{/* Takes storage and storageClass. */}}
{{- define "medusa.claim" -}}
resources:
  requests:
    storage: {{ .storage }}
{{- with .storageClass }}
storageClassName: {{ . }}
{{- end }}
{{- end -}}

{{/* What the backend's configuration reads beside its secrets. Takes root, heap and mode. */}}
{{- define "medusa.backendEnv" -}}
{{- $name := include "medusa.name" .root -}}
{{- $secure := eq (include "medusa.scheme" .root) "https" -}}
- name: NODE_ENV
  value: production
- name: NODE_OPTIONS
  value: --max-old-space-size={{ .heap }}
- name: HOME
  value: /tmp
- name: PORT
  value: "9000"
- name: MEDUSA_WORKER_MODE
  value: {{ .mode }}
- name: DISABLE_MEDUSA_ADMIN
  value: {{ eq .mode "worker" | quote }}
- name: MEDUSA_DISABLE_TELEMETRY
  value: "true"
- name: POSTGRES_HOST
  value: {{ $name }}-postgres
- name: REDIS_HOST
  value: {{ $name }}-redis
- name: PUBLIC_URL
  value: {{ include "medusa.url" .root }}
- name: STORE_CORS
  value: {{ include "medusa.origins" .root }}
- name: ADMIN_CORS
  value: {{ include "medusa.origins" .root }}
- name: AUTH_CORS
  value: {{ include "medusa.origins" .root }}
# A browser drops a secure cookie that comes over http, and nobody could log in.
- name: COOKIE_SECURE
  value: {{ $secure | quote }}
- name: COOKIE_SAME_SITE
  value: lax
- name: URUMI_SCHEMA
  value: {{ include "medusa.schema" .root | quote }}
{{- end -}}

{{- define "medusa.backendMounts" -}}
- {name: scripts, mountPath: /etc/urumi/scripts, readOnly: true}
- {name: credentials, mountPath: /etc/urumi/credentials, readOnly: true}
- {name: generated, mountPath: /app/.medusa}
- {name: tmp, mountPath: /tmp}
{{- end -}}

{{/* A pod of the backend: the server, the worker or both in one. Takes root, component, mode, size and resources. */}}
{{- define "medusa.backendDeployment" -}}
{{- $name := include "medusa.name" .root }}
{{- $values := .root.Values }}
{{- $labels := dict "root" .root "component" .component }}
{{- $shared := has "ReadWriteMany" (include "medusa.accessModes" .root | fromJsonArray) }}
{{- $files := list "medusa/start.sh" "medusa/environment.sh" "medusa/services.js" "medusa/wait.js" }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $name }}-{{ .component }}
  labels:
    {{- include "medusa.labels" $labels | nindent 4 }}
spec:
  replicas: {{ .replicas }}
  revisionHistoryLimit: 3
  progressDeadlineSeconds: 900
  strategy:
    {{- if $shared }}
    type: RollingUpdate
    rollingUpdate: {maxSurge: 1, maxUnavailable: 0}
    {{- else }}
    # Two pods may not be able to hold the volume at once.
    type: Recreate
    {{- end }}
  selector:
    matchLabels:
      {{- include "medusa.selector" $labels | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "medusa.podLabels" $labels | nindent 8 }}
      annotations:
        checksum/scripts: {{ include "medusa.checksum" (dict "root" .root "items" $files) }}
    spec:
      {{- include "medusa.pod" (dict "root" .root "uid" 1000 "gid" 1000) | nindent 6 }}
      {{- if and (eq .component "worker") (not $shared) }}
      # A volume for one node: the worker writes to it beside the server.
      affinity:
        podAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector:
                matchLabels:
                  {{- include "medusa.selector" (dict "root" .root "component" "backend") | nindent 18 }}
      {{- end }}
      terminationGracePeriodSeconds: 40
      initContainers:
        # The server fails for want of its tables; the setup Job makes them.
        - name: wait
          image: {{ $values.backend.image }}
          imagePullPolicy: {{ $values.imagePullPolicy }}
          command: [/bin/sh, /etc/urumi/scripts/start.sh, wait]
          workingDir: /app
          securityContext:
            {{- include "medusa.containerSecurity" .root | nindent 12 }}
          env:
            {{- include "medusa.backendEnv" (dict "root" .root "heap" 96 "mode" .mode) | nindent 12 }}
          resources:
            requests: {cpu: 10m, memory: 48Mi}
            limits: {cpu: 250m, memory: 192Mi}
          volumeMounts:
            {{- include "medusa.backendMounts" .root | nindent 12 }}
      containers:
        - name: {{ .component }}
          image: {{ $values.backend.image }}
          imagePullPolicy: {{ $values.imagePullPolicy }}
          command: [/bin/sh, /etc/urumi/scripts/start.sh, serve]
          workingDir: /app
          securityContext:
            {{- include "medusa.containerSecurity" .root | nindent 12 }}
          env:
            {{- include "medusa.backendEnv" (dict "root" .root "heap" .size.heap "mode" .mode) | nindent 12 }}
          {{- with $values.backend.envSecret }}
          envFrom:
            - secretRef: {name: {{ . }}}
          {{- end }}
          ports:
            - {name: http, containerPort: 9000, protocol: TCP}
          # /health asks neither database nor Redis: one that is down is no reason to restart this.
          startupProbe:
            httpGet: {path: /health, port: http}
            periodSeconds: 3
            timeoutSeconds: 5
            failureThreshold: 100
          readinessProbe:
            httpGet: {path: /health, port: http}
            periodSeconds: 5
            timeoutSeconds: 5
            failureThreshold: 3
          livenessProbe:
            httpGet: {path: /health, port: http}
            periodSeconds: 20
            timeoutSeconds: 10
            failureThreshold: 4
          {{- if $shared }}
          lifecycle:
            preStop:
              exec:
                command: [sleep, "5"]
          {{- end }}
          resources:
            {{- include "medusa.resources" (.resources | default .size.resources) | trim | nindent 12 }}
          volumeMounts:
            {{- include "medusa.backendMounts" .root | nindent 12 }}
            - {name: uploads, mountPath: /app/static, subPath: static}
            - {name: uploads, mountPath: /app/private, subPath: private}
      volumes:
        - name: tmp
          emptyDir: {}
        - name: generated
          emptyDir: {}
        - name: uploads
          persistentVolumeClaim:
            claimName: {{ $name }}-uploads
        {{- include "medusa.scriptsVolume" (dict "root" .root "items" $files) | nindent 8 }}
        {{- include "medusa.credentialsVolume" (dict "root" .root "items" (list "postgres-password" "redis-password" "jwt-secret" "cookie-secret")) | nindent 8 }}
{{- end -}}
