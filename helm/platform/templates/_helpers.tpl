{{/* What names begin with: the release's, or, where the longest name would not fit, its beginning and a hash. */}}
{{- define "platform.name" -}}
{{- if le (len .Release.Name) 46 -}}
{{- .Release.Name -}}
{{- else -}}
{{- printf "%s-%s" (.Release.Name | trunc 37 | trimSuffix "-") (sha256sum .Release.Name | trunc 8) -}}
{{- end -}}
{{- end -}}

{{/* The ClusterRole that urumi binds to itself in each store's namespace. */}}
{{- define "platform.operatorRole" -}}
{{- include "platform.name" . }}-store-operator
{{- end -}}

{{/* Never changes for a release, so that it may stand in selectors. */}}
{{- define "platform.selector" -}}
app.kubernetes.io/name: platform
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: urumi
{{- end -}}

{{- define "platform.podLabels" -}}
{{ include "platform.selector" . }}
app.kubernetes.io/part-of: urumi
{{- end -}}

{{- define "platform.labels" -}}
{{ include "platform.podLabels" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* Whether the API can be reached from outside the pod. */}}
{{- define "platform.api" -}}
{{- if .Values.api.existingSecret }}true
{{- else if .Values.api.ingress.enabled -}}
{{- fail "api.ingress needs api.existingSecret: a Secret whose key `token` holds what clients must send" -}}
{{- end -}}
{{- end -}}

{{/* Kinds are known where a server was asked; offline rendering knows groups and versions only. */}}
{{- define "platform.admissionPolicy" -}}
{{- $apis := .Capabilities.APIVersions -}}
{{- if eq .Values.admissionPolicy "always" }}true
{{- else if eq .Values.admissionPolicy "auto" -}}
{{- if $apis.Has "apps/v1/Deployment" -}}
{{- if $apis.Has "admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy" }}true{{ end -}}
{{- else if semverCompare ">=1.30-0" .Capabilities.KubeVersion.Version }}true{{ end -}}
{{- end -}}
{{- end -}}

{{/* The ingress controller's pods, as a peer of a NetworkPolicy; those of any namespace where it isn't known. */}}
{{- define "platform.ingressPeer" -}}
{{- with .Values.settings.ingressNamespace -}}
namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: {{ . }}}}
{{- else -}}
namespaceSelector: {}
{{- end -}}
{{- end -}}
