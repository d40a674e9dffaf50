terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "cluster" {}
variable "role_arn" {}

resource "aws_eks_pod_identity_association" "this" {
  cluster_name    = var.cluster
  namespace       = "shop"
  service_account = "cart"
  role_arn        = var.role_arn
}
