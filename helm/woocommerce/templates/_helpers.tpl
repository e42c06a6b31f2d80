{{/*
The stem of every derived name: the release's, or, where the longest (a StatefulSet's, 52 with "-mysql";
a Job's, 63 with "-setup-" and the revision) would not fit, its beginning and a hash of the whole.
*/}}
{{- define "woocommerce.name" -}}
{{- if le (len .Release.Name) 46 -}}
{{- .Release.Name -}}
{{- else -}}
{{- printf "%s-%s" (.Release.Name | trunc 37 | trimSuffix "-") (sha256sum .Release.Name | trunc 8) -}}
{{- end -}}
{{- end -}}

{{- define "woocommerce.size" -}}
{{- index (.Files.Get "files/sizes.yaml" | fromYaml) .Values.size | toYaml -}}
{{- end -}}

{{- define "woocommerce.secret" -}}
{{- required "existingSecret: make a Secret with the keys that README.md lists, and name it here" .Values.existingSecret -}}
{{- end -}}

{{- define "woocommerce.hosts" -}}
{{- .Values.ingress.hosts | default (list (printf "%s.localhost" .Release.Name)) | toJson -}}
{{- end -}}

{{- define "woocommerce.tls" -}}
{{- if or .Values.tls.issuer .Values.tls.secretName }}true{{ end -}}
{{- end -}}

{{- define "woocommerce.url" -}}
{{- $scheme := ternary "https" "http" (eq (include "woocommerce.tls" .) "true") -}}
{{- .Values.url | default (printf "%s://%s" $scheme (include "woocommerce.hosts" . | fromJsonArray | first)) -}}
{{- end -}}

{{- define "woocommerce.scheme" -}}
{{- include "woocommerce.url" . | splitList "://" | first -}}
{{- end -}}

{{/* With the port, as a browser sends it. */}}
{{- define "woocommerce.host" -}}
{{- include "woocommerce.url" . | splitList "://" | last -}}
{{- end -}}

{{- define "woocommerce.workers" -}}
{{- .Values.wordpress.workers | default (include "woocommerce.size" . | fromYaml).wordpress.workers -}}
{{- end -}}

{{/*
Changes exactly when a setup Job may change the database's layout: with WordPress, WooCommerce or the
server itself. Where an image is pulled from doesn't count.
*/}}
{{- define "woocommerce.schema" -}}
{{- printf "%s woocommerce:%s %s" (base .Values.wordpress.image) .Values.woocommerce.version (base .Values.mysql.image) -}}
{{- end -}}

{{/* Kinds are known where a server was asked; offline rendering knows groups and versions only. */}}
{{- define "woocommerce.serves" -}}
{{- $apis := .root.Capabilities.APIVersions -}}
{{- if $apis.Has "apps/v1/Deployment" -}}
{{- if $apis.Has (printf "%s/%s" .api .kind) }}true{{ end -}}
{{- else if $apis.Has .api }}true{{ end -}}
{{- end -}}

{{/* The CronJob's API version, or nothing where the server has none: WordPress then times its tasks itself. */}}
{{- define "woocommerce.cronAPI" -}}
{{- $v1 := include "woocommerce.serves" (dict "root" . "api" "batch/v1" "kind" "CronJob") -}}
{{- $beta := include "woocommerce.serves" (dict "root" . "api" "batch/v1beta1" "kind" "CronJob") -}}
{{- $asked := .Capabilities.APIVersions.Has "apps/v1/Deployment" -}}
{{- if .Values.cron.enabled -}}
{{- if and $v1 (or $asked (semverCompare ">=1.21-0" .Capabilities.KubeVersion.Version)) }}batch/v1
{{- else if $beta }}batch/v1beta1
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Takes root and component. Never changes for a release, so that it may stand in selectors. */}}
{{- define "woocommerce.selector" -}}
app.kubernetes.io/name: woocommerce
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* Pods and volume claims: nothing here may change with a revision, or each would restart every pod. */}}
{{- define "woocommerce.podLabels" -}}
{{ include "woocommerce.selector" . }}
app.kubernetes.io/part-of: urumi
{{- with .root.Values.storeId }}
urumi.dev/store: {{ . | quote }}
{{- end }}
{{- end -}}

{{- define "woocommerce.labels" -}}
{{ include "woocommerce.podLabels" . }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* The parts of a pod's spec that all share. Takes root and uid. */}}
{{- define "woocommerce.pod" -}}
serviceAccountName: {{ include "woocommerce.name" .root }}
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
  runAsGroup: {{ .uid }}
  fsGroup: {{ .uid }}
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- end -}}

{{- define "woocommerce.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* A pod that shares the web pod's volume has to run on its node, unless the volume goes everywhere. */}}
{{- define "woocommerce.besideWeb" -}}
{{- if not (has "ReadWriteMany" (include "woocommerce.accessModes" . | fromJsonArray)) -}}
affinity:
  podAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            {{- include "woocommerce.selector" (dict "root" . "component" "wordpress") | nindent 12 }}
{{- end -}}
{{- end -}}

{{/* What wp-config.php of the image reads. */}}
{{- define "woocommerce.wordpressEnv" -}}
{{- $keys := list "auth-key" "secure-auth-key" "logged-in-key" "nonce-key" "auth-salt" "secure-auth-salt" "logged-in-salt" "nonce-salt" -}}
- name: WORDPRESS_DB_HOST
  value: {{ include "woocommerce.name" . }}-mysql
- name: WORDPRESS_DB_NAME
  value: wordpress
- name: WORDPRESS_DB_USER
  value: wordpress
- name: WORDPRESS_DB_CHARSET
  value: utf8mb4
- name: WORDPRESS_DB_PASSWORD_FILE
  value: /etc/urumi/credentials/mysql-password
{{- range $keys }}
- name: WORDPRESS_{{ . | upper | replace "-" "_" }}_FILE
  value: /etc/urumi/credentials/{{ . }}
{{- end }}
- name: WORDPRESS_CONFIG_EXTRA
  value: |
    define('WP_HOME', '{{ include "woocommerce.url" . }}');
    define('WP_SITEURL', WP_HOME);
    define('FS_METHOD', 'direct');
    define('DISALLOW_FILE_EDIT', true);
    define('WP_AUTO_UPDATE_CORE', false);
    {{- if eq (include "woocommerce.scheme" .) "https" }}
    define('FORCE_SSL_ADMIN', true);
    {{- end }}
    {{- if include "woocommerce.cronAPI" . }}
    define('DISABLE_WP_CRON', true);
    {{- end }}
{{- end -}}

{{- define "woocommerce.installContainer" -}}
- name: install
  image: {{ .Values.wordpress.image }}
  imagePullPolicy: {{ .Values.imagePullPolicy }}
  command: [/bin/sh, /etc/urumi/scripts/install.sh]
  workingDir: /var/www
  securityContext:
    {{- include "woocommerce.containerSecurity" . | nindent 4 }}
  env:
    {{- include "woocommerce.wordpressEnv" . | nindent 4 }}
  resources:
    requests: {cpu: 50m, memory: 64Mi}
    limits: {cpu: "1", memory: 256Mi}
  volumeMounts:
    - {name: core, mountPath: /var/www}
    - {name: content, mountPath: /content, subPath: wp-content}
    - {name: scripts, mountPath: /etc/urumi/scripts, readOnly: true}
    - {name: tmp, mountPath: /tmp}
{{- end -}}

{{- define "woocommerce.wordpressMounts" -}}
- {name: core, mountPath: /var/www}
- {name: content, mountPath: /var/www/html/wp-content, subPath: wp-content}
- {name: scripts, mountPath: /etc/urumi/scripts, readOnly: true}
- {name: credentials, mountPath: /etc/urumi/credentials, readOnly: true}
- {name: tmp, mountPath: /tmp}
{{- end -}}

{{/* Takes root and items: the keys of the Secret that this pod gets to see. */}}
{{- define "woocommerce.credentialsVolume" -}}
- name: credentials
  secret:
    secretName: {{ include "woocommerce.secret" .root }}
    defaultMode: 0440
    items:
      {{- range .items }}
      - {key: {{ . }}, path: {{ . }}}
      {{- end }}
{{- end -}}

{{- define "woocommerce.wordpressVolumes" -}}
- name: core
  emptyDir: {}
- name: tmp
  emptyDir: {}
- name: content
  persistentVolumeClaim:
    claimName: {{ include "woocommerce.name" . }}-content
- name: scripts
  configMap:
    name: {{ include "woocommerce.name" . }}-scripts
{{- end -}}

{{/* What a container may use. Quantities are texts, as server-side apply takes no numbers on older servers. */}}
{{- define "woocommerce.resources" -}}
{{- range $kind, $amounts := . }}
{{ $kind }}:
  {{- range $name, $amount := $amounts }}
  {{ $name }}: {{ $amount | toString | quote }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Those of the claim that is there, as they can't be changed; pods go by them too. */}}
{{- define "woocommerce.accessModes" -}}
{{- $claim := lookup "v1" "PersistentVolumeClaim" .Release.Namespace (printf "%s-content" (include "woocommerce.name" .)) }}
{{- dig "spec" "accessModes" (list .Values.wordpress.accessMode) ($claim | default dict) | toJson -}}
{{- end -}}

{{/* Takes storage and storageClass. */}}
{{- define "woocommerce.claim" -}}
resources:
  requests:
    storage: {{ .storage }}
{{- with .storageClass }}
storageClassName: {{ . }}
{{- end }}
{{- end -}}
