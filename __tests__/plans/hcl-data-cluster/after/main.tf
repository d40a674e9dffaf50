terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

provider "aws" {
  alias  = "main"
  region = "us-east-1"

  default_tags {
    tags = {
      Team      = "shop"
      ManagedBy = "terraform"
    }
  }
}

data "aws_eks_cluster" "this" {
  provider = aws.main
  name     = "atlas-eks"
}

data "aws_caller_identity" "current" {
  provider = aws.main
}

data "aws_partition" "current" {
  provider = aws.main
}

resource "aws_iam_role" "cart" {
  provider = aws.main
  name     = "cart"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = ["sts:AssumeRole", "sts:TagSession"]
        Principal = { Service = "pods.eks.amazonaws.com" }
        Condition = {
          StringEquals = {
            "aws:SourceAccount"                         = data.aws_caller_identity.current.account_id
            "aws:RequestTag/eks-cluster-arn"            = data.aws_eks_cluster.this.arn
            "aws:RequestTag/kubernetes-namespace"       = "shop"
            "aws:RequestTag/kubernetes-service-account" = "cart"
          }
        }
      },
    ]
  })
}

resource "aws_iam_role_policy" "cart" {
  provider = aws.main
  role     = aws_iam_role.cart.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["dynamodb:Query"]
        Resource = "arn:${data.aws_partition.current.partition}:dynamodb:us-east-1:${data.aws_caller_identity.current.account_id}:table/carts"
      },
    ]
  })
}

resource "aws_eks_pod_identity_association" "cart" {
  provider        = aws.main
  cluster_name    = data.aws_eks_cluster.this.name
  namespace       = "shop"
  service_account = "cart"
  role_arn        = aws_iam_role.cart.arn
}
