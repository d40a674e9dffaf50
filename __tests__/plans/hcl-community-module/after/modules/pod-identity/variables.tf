variable "create" {
  description = "Whether to make anything at all"
  type        = bool
  default     = true
}

variable "name" {
  type    = string
  default = ""
}

variable "use_name_prefix" {
  type    = bool
  default = false
}

variable "path" {
  type    = string
  default = "/"
}

variable "attach_custom_policy" {
  type    = bool
  default = false
}

variable "policy_statements" {
  type    = any
  default = []
}

variable "additional_policy_arns" {
  type    = map(string)
  default = {}
}

variable "association_defaults" {
  type    = any
  default = {}
}

variable "associations" {
  type    = any
  default = {}
}

variable "tags" {
  type    = map(string)
  default = {}
}
